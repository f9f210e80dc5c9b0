import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aCatalogue, aCustomer, aSubscriber, onlyItem } from '../factories';
import { day } from './moments';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const NOVEMBER_1 = day('2026-11-01');
const NOVEMBER_15 = day('2026-11-15');

type Missing = 'cancel' | 'create_invoice' | 'pause';

/** On trial from the 1st to the 15th of November, with nothing to charge. */
async function aTrialWithoutCard(missing_payment_method: Missing) {
  const account = anAccount();
  await setClock(account, NOVEMBER_1);
  const { starter } = await aCatalogue(account.stripe);
  const { id: customer } = await account.stripe.customers.create();
  const { id } = await account.stripe.subscriptions.create({
    customer,
    items: [{ price: starter.month }],
    trial_period_days: 14,
    trial_settings: { end_behavior: { missing_payment_method } },
  });
  return { account, stripe: account.stripe, id, customer };
}

async function aPaidSubscriber(terms: Stripe.SubscriptionCreateParams = {}) {
  const account = anAccount();
  await setClock(account, NOVEMBER_1);
  const { starter } = await aCatalogue(account.stripe);
  const ada = await aSubscriber(account.stripe, { price: starter.month, terms });
  return { account, stripe: account.stripe, ada };
}

const typesOf = async (stripe: Stripe, type: string) =>
  (await stripe.events.list({ type })).data.map(({ created }) => created);

localOnly('the end of a trial is announced three days before, once', async () => {
  const { account, stripe } = await aTrialWithoutCard('cancel');
  await setClock(account, NOVEMBER_15);
  expect(await typesOf(stripe, 'customer.subscription.trial_will_end')).toEqual([day('2026-11-12')]);
});

localOnly('a trial shorter than three days is announced at once', async () => {
  const { stripe } = await aPaidSubscriber({ trial_period_days: 2 });
  expect(await typesOf(stripe, 'customer.subscription.trial_will_end')).toEqual([NOVEMBER_1]);
});

localOnly('a trial that ends without a card cancels when asked to', async () => {
  const { account, stripe, id } = await aTrialWithoutCard('cancel');
  await setClock(account, NOVEMBER_15);
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
    status: 'canceled',
    ended_at: NOVEMBER_15,
  });
});

localOnly(
  'a trial that is ended now without a card pauses when asked to, and nothing is charged',
  async () => {
    const { stripe, id, customer } = await aTrialWithoutCard('pause');
    expect(await stripe.subscriptions.update(id, { trial_end: 'now' })).toMatchObject({
      status: 'paused',
      trial_end: NOVEMBER_1,
    });
    expect(await typesOf(stripe, 'customer.subscription.paused')).toHaveLength(1);
    const invoices = await stripe.invoices.list({ customer });
    expect(invoices.data.map(({ amount_due }) => amount_due)).toEqual([0]);
  },
);

localOnly('a trial that is ended now without a card cancels when asked to', async () => {
  const { stripe, id } = await aTrialWithoutCard('cancel');
  expect(await stripe.subscriptions.update(id, { trial_end: 'now' })).toMatchObject({
    status: 'canceled',
    ended_at: NOVEMBER_1,
  });
});

localOnly('a trial that ends without a card pauses when asked to', async () => {
  const { account, stripe, id } = await aTrialWithoutCard('pause');
  await setClock(account, NOVEMBER_15);
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
    status: 'paused',
    status_details: {
      paused: {
        type: 'subscription',
        subscription: { type: 'trial_end_without_payment_method' },
        transitioned_at: NOVEMBER_15,
      },
    },
  });
  expect(await typesOf(stripe, 'customer.subscription.paused')).toEqual([NOVEMBER_15]);
  expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(1);
});

localOnly('a paused trial is resumed with a card and pays a whole period from then on', async () => {
  const { account, stripe, id, customer } = await aTrialWithoutCard('pause');
  await setClock(account, day('2026-11-20'));
  const { id: card } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stripe.subscriptions.update(id, { default_payment_method: card });
  const resumed = await stripe.subscriptions.resume(id, { expand: ['latest_invoice'] });
  expect(resumed).toMatchObject({ status: 'active', latest_invoice: { status: 'paid', total: 1500 } });
  expect(onlyItem(resumed)).toMatchObject({
    current_period_start: day('2026-11-20'),
    current_period_end: day('2026-12-20'),
  });
});

localOnly('a trial that ends without a card makes an invoice by default and is past due', async () => {
  const { account, stripe, id } = await aTrialWithoutCard('create_invoice');
  await setClock(account, NOVEMBER_15);
  expect(await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })).toMatchObject({
    status: 'past_due',
    latest_invoice: { status: 'open', amount_due: 1500, attempt_count: 1 },
  });
});

localOnly('trial_settings can be changed while the trial runs', async () => {
  const { account, stripe, id } = await aTrialWithoutCard('create_invoice');
  await stripe.subscriptions.update(id, {
    trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
  });
  await setClock(account, NOVEMBER_15);
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled' });
});

localOnly(
  'a trial can be made longer: the anchor and the period move with it, nothing is charged',
  async () => {
    const { account, stripe, ada } = await aPaidSubscriber({ trial_period_days: 14 });
    await setClock(account, day('2026-11-10'));
    const longer = await stripe.subscriptions.update(ada.subscription, { trial_end: day('2026-11-25') });
    expect(longer).toMatchObject({
      status: 'trialing',
      trial_start: NOVEMBER_1,
      trial_end: day('2026-11-25'),
      billing_cycle_anchor: day('2026-11-25'),
      latest_invoice: ada.created.latest_invoice,
    });
    expect(onlyItem(longer)).toMatchObject({
      current_period_start: NOVEMBER_1,
      current_period_end: day('2026-11-25'),
    });
    await setClock(account, day('2026-11-25'));
    expect(
      await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] }),
    ).toMatchObject({ status: 'active', latest_invoice: { amount_paid: 1500 } });
  },
);

localOnly('a trial that begins in a paid period gives back the rest of it', async () => {
  const { account, stripe, ada } = await aPaidSubscriber();
  await setClock(account, day('2026-11-16'));
  const updated = await stripe.subscriptions.update(ada.subscription, {
    trial_end: day('2026-11-26'),
    expand: ['latest_invoice'],
  });
  // half of November, of 1500
  expect(updated).toMatchObject({
    status: 'trialing',
    trial_start: day('2026-11-16'),
    billing_cycle_anchor: day('2026-11-26'),
    latest_invoice: { total: -750, billing_reason: 'subscription_update' },
  });
  expect(await stripe.customers.retrieve(ada.customer)).toMatchObject({ balance: -750 });
  await setClock(account, day('2026-11-26'));
  expect(await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] })).toMatchObject(
    { status: 'active', latest_invoice: { total: 1500, amount_paid: 750 } },
  );
});

localOnly('a trial cannot end in the past', async () => {
  const { stripe, ada } = await aPaidSubscriber({ trial_period_days: 14 });
  await expect(
    stripe.subscriptions.update(ada.subscription, { trial_end: NOVEMBER_1 - 1 }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'trial_end' });
});

localOnly('a preview says what a trial from now on gives back', async () => {
  const { account, stripe, ada } = await aPaidSubscriber();
  await setClock(account, day('2026-11-16'));
  const preview = await stripe.invoices.createPreview({
    subscription: ada.subscription,
    subscription_details: { trial_end: day('2026-11-26') },
  });
  expect(preview.lines.data.map(({ amount }) => amount)).toEqual([-750, 0]);
});

localOnly('time is split within the current period only', async () => {
  const { stripe, ada } = await aPaidSubscriber();
  const proration_date = NOVEMBER_1 - 1;
  const refused = { statusCode: 400, param: 'proration_date' };
  await expect(
    stripe.subscriptions.update(ada.subscription, {
      items: [{ id: ada.item, quantity: 2 }],
      proration_date,
    }),
  ).rejects.toMatchObject(refused);
  await expect(
    stripe.subscriptionItems.update(ada.item, { quantity: 2, proration_date }),
  ).rejects.toMatchObject(refused);
});

localOnly('a trial lasts two years at most', async () => {
  const { stripe, ada } = await aPaidSubscriber({ trial_period_days: 14 });
  const trial_end = day('2028-11-02');
  await expect(stripe.subscriptions.update(ada.subscription, { trial_end })).rejects.toMatchObject({
    statusCode: 400,
    param: 'trial_end',
  });
  const items = [{ price: onlyItem(ada.created).price.id }];
  await expect(
    stripe.subscriptions.create({ customer: ada.customer, items, trial_end }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'trial_end' });
});

localOnly('a trial that is cut to less than three days is announced at once', async () => {
  const { stripe, ada } = await aPaidSubscriber({ trial_period_days: 14 });
  await stripe.subscriptions.update(ada.subscription, { trial_end: day('2026-11-03') });
  expect(await typesOf(stripe, 'customer.subscription.trial_will_end')).toEqual([NOVEMBER_1]);
});

localOnly('the anchor is one interval away at most', async () => {
  const { stripe, ada } = await aPaidSubscriber();
  await expect(
    stripe.subscriptions.create({
      customer: ada.customer,
      items: [{ price: onlyItem(ada.created).price.id }],
      billing_cycle_anchor: day('2026-12-01') + 1,
    }),
  ).rejects.toThrow(
    `billing_cycle_anchor cannot be later than next natural billing date (${day('2026-12-01')}) for plan`,
  );
});

localOnly(
  'a price keeps the days of its trial, which a subscription takes over when it says so',
  async () => {
    const account = anAccount();
    const { stripe } = account;
    await setClock(account, NOVEMBER_1);
    const { id: product } = await stripe.products.create({ name: 'Pro' });
    const { customer } = await aCustomer(stripe);
    const price = await stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount: 4900,
      recurring: { interval: 'month', trial_period_days: 14 },
    });
    expect(price.recurring?.trial_period_days).toBe(14);
    const order = { customer, items: [{ price: price.id }] };
    expect(await stripe.subscriptions.create(order)).toMatchObject({ status: 'active', trial_end: null });
    const onTrial = { ...order, trial_from_plan: true, expand: ['latest_invoice'] };
    expect(await stripe.subscriptions.create(onTrial)).toMatchObject({
      status: 'trialing',
      trial_end: NOVEMBER_15,
      items: { data: [{ plan: { trial_period_days: 14 } }] },
      latest_invoice: { lines: { data: [{ amount: 0, discountable: true }] } },
    });
    await expect(
      stripe.subscriptions.create({ ...order, trial_from_plan: true, trial_period_days: 7 }),
    ).rejects.toMatchObject({
      message: 'You may only specify one of these parameters: trial_from_plan, trial_period_days.',
    });
  },
);
