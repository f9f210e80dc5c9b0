import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aCatalogue, aCustomer, aPlan, aSubscriber, DECEMBER_1, NOVEMBER_1, NOVEMBER_16 } from '../factories';
import { anAccount, onFrozenClock, setClock } from './stripe-under-test';

type Details = Stripe.InvoiceCreatePreviewParams.SubscriptionDetails;

/** Starter for $15.00 from 1 November to 1 December; now it is 16 November, the half. */
async function atTheHalf(terms: Stripe.SubscriptionCreateParams = { customer: '', items: [] }) {
  const account = anAccount();
  const { stripe } = account;
  const catalogue = await aCatalogue(stripe);
  await setClock(account, NOVEMBER_1);
  const { customer: _, items: __, ...rest } = terms;
  const ada = await aSubscriber(stripe, {
    price: catalogue.starter.month,
    terms: rest as Stripe.SubscriptionCreateParams,
  });
  await setClock(account, NOVEMBER_16);
  const preview = (subscription_details: Details, more: Stripe.InvoiceCreatePreviewParams = {}) =>
    stripe.invoices.createPreview({ subscription: ada.subscription, subscription_details, ...more });
  return { account, stripe, catalogue, ada, preview };
}

const amounts = ({ lines }: Stripe.Invoice) => lines.data.map(({ amount }) => amount);
const NOTHING = { statusCode: 400, code: 'invoice_upcoming_none' };

onFrozenClock('ending now gives the rest of the period back', async () => {
  const { preview } = await atTheHalf();
  const ended = await preview({ cancel_now: true });
  expect(amounts(ended)).toEqual([-750]);
  expect(ended).toMatchObject({ status: 'draft', total: -750, amount_due: 0 });
});

onFrozenClock('ending now bills what waits too', async () => {
  const { stripe, ada, preview } = await atTheHalf();
  await stripe.invoiceItems.create({ customer: ada.customer, amount: 1000, currency: 'usd' });
  expect(await preview({ cancel_now: true })).toMatchObject({ total: 250, amount_due: 250 });
});

onFrozenClock('ending without proration bills nothing', async () => {
  const { preview } = await atTheHalf();
  await expect(preview({ cancel_now: true, proration_behavior: 'none' })).rejects.toMatchObject(NOTHING);
});

onFrozenClock('a preview of the end ends nothing', async () => {
  const { stripe, ada, preview } = await atTheHalf();
  await preview({ cancel_now: true });
  expect((await stripe.subscriptions.retrieve(ada.subscription)).status).toBe('active');
});

onFrozenClock('pausing shows its credit when it is invoiced, and nothing when it waits', async () => {
  const { preview } = await atTheHalf();
  expect(amounts(await preview({ pause: { invoicing_behavior: 'invoice' } }))).toEqual([-750]);
  expect(
    amounts(
      await preview({
        pause: {
          invoicing_behavior: 'invoice',
          bill_for: { unused_time_from: { type: 'item_current_period_start' } },
        },
      }),
    ),
  ).toEqual([-1500]);
  await expect(preview({ pause: { type: 'subscription' } })).rejects.toMatchObject(NOTHING);
  await expect(
    preview({
      pause: { invoicing_behavior: 'invoice', bill_for: { unused_time_from: { type: 'none' } } },
    }),
  ).rejects.toMatchObject(NOTHING);
});

onFrozenClock('resuming shows the invoice that it makes', async () => {
  const { stripe, ada, preview } = await atTheHalf();
  await expect(preview({ resume_at: 'now' })).rejects.toMatchObject({
    statusCode: 400,
    param: 'subscription_details[resume_at]',
  });
  await stripe.subscriptions.pause(ada.subscription);
  const shown = await preview({ resume_at: 'now' });
  expect(amounts(shown)).toEqual([-750, 1500]);
  const resumed = await stripe.subscriptions.resume(ada.subscription, { expand: ['latest_invoice'] });
  expect(resumed.latest_invoice).toMatchObject({ total: shown.total, amount_due: 750 });
});

onFrozenClock.each<[string, Details, string]>([
  ['an end and new items', { cancel_now: true, items: [] }, 'items'],
  ['an end and a pause', { cancel_now: true, pause: { invoicing_behavior: 'invoice' } }, 'pause'],
  ['an end now and another', { cancel_now: true, cancel_at_period_end: true }, 'cancel_at_period_end'],
])('%s are not previewed together', async (_what, details, name) => {
  const { catalogue, preview } = await atTheHalf();
  const items = [{ price: catalogue.pro.month }];
  await expect(preview({ ...details, ...(details.items && { items }) })).rejects.toMatchObject({
    statusCode: 400,
    param: `subscription_details[${name}]`,
  });
});

onFrozenClock(
  'the recurring amount leaves out prorations, what waits and what is good for once',
  async () => {
    const { stripe, ada, preview } = await atTheHalf();
    const once = await stripe.coupons.create({ amount_off: 300, currency: 'usd', duration: 'once' });
    const tenth = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
    await stripe.invoiceItems.create({ customer: ada.customer, amount: 1000, currency: 'usd' });
    await stripe.subscriptions.update(ada.subscription, {
      discounts: [{ coupon: once.id }, { coupon: tenth.id }],
    });
    const items = [{ id: ada.item, quantity: 2 }];
    const recurring = await preview({ items }, { preview_mode: 'recurring' });
    expect(amounts(recurring)).toEqual([3000]);
    expect(recurring.total).toBe(2700);
  },
);

test('the recurring amount of a plan on trial is what it costs afterwards', async () => {
  const { stripe } = anAccount();
  const plan = await aPlan(stripe);
  const { customer } = await aCustomer(stripe);
  const shown = await stripe.invoices.createPreview({
    customer,
    preview_mode: 'recurring',
    subscription_details: { items: [{ price: plan.month }], trial_end: 1900000000 },
  });
  expect(shown.total).toBe(4900);
});

onFrozenClock('a schedule that is planned shows the invoice that it begins with', async () => {
  const { stripe } = anAccount();
  const { starter, pro } = await aCatalogue(stripe);
  const { customer } = await aCustomer(stripe);
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'once' });
  const phases = [
    { items: [{ price: starter.month, quantity: 2 }], discounts: [{ coupon: coupon.id }] },
    { items: [{ price: pro.month }] },
  ];
  expect(await stripe.invoices.createPreview({ customer, schedule_details: { phases } })).toMatchObject({
    subtotal: 3000,
    total: 2400,
  });
  expect((await stripe.subscriptionSchedules.list({ customer })).data).toEqual([]);
});

/** Ada's plan with a schedule: Starter until December, Pro afterwards. */
async function aScheduled() {
  const stage = await atTheHalf();
  const { stripe, ada, catalogue } = stage;
  const { id } = await stripe.subscriptionSchedules.create({ from_subscription: ada.subscription });
  const current = { items: [{ price: catalogue.starter.month }], start_date: NOVEMBER_1 };
  await stripe.subscriptionSchedules.update(id, {
    phases: [{ ...current, end_date: DECEMBER_1 }, { items: [{ price: catalogue.pro.month }] }],
  });
  return { ...stage, id, current };
}

onFrozenClock('a schedule shows its next renewal by the phase that holds then', async () => {
  const { stripe, catalogue, id, current } = await aScheduled();
  expect((await stripe.invoices.createPreview({ schedule: id })).total).toBe(4900);
  const longer = await stripe.invoices.createPreview({
    schedule: id,
    schedule_details: {
      phases: [
        { ...current, end_date: 1798761600 }, // 1 January 2027
        { items: [{ price: catalogue.pro.month }] },
      ],
    },
  });
  expect(longer.total).toBe(1500);
  expect((await stripe.subscriptionSchedules.retrieve(id)).phases[0]?.end_date).toBe(DECEMBER_1);
});

onFrozenClock(
  'the subscription’s own preview, and invoice.upcoming, are for the phase that holds at the renewal',
  async () => {
    const { account, stripe, ada, preview } = await aScheduled();
    expect((await stripe.invoices.createPreview({ subscription: ada.subscription })).total).toBe(4900);
    expect((await stripe.invoices.createPreview({ customer: ada.customer })).total).toBe(4900);
    const changed = await preview({ items: [{ id: ada.item, quantity: 3 }] });
    expect(amounts(changed)).toEqual([-750, 2250, 4900]);
    await setClock(account, DECEMBER_1 - 3 * 86_400);
    const [told] = (await stripe.events.list({ type: 'invoice.upcoming' })).data;
    expect(told?.data.object).toMatchObject({ total: 4900 });
    await setClock(account, DECEMBER_1);
    const [renewal] = (await stripe.invoices.list({ customer: ada.customer })).data;
    expect(renewal).toMatchObject({ billing_reason: 'subscription_cycle', total: 4900 });
  },
);

onFrozenClock('a change of the current phase is prorated in its preview', async () => {
  const { stripe, catalogue, id } = await aScheduled();
  const changed = (proration_behavior: 'always_invoice' | 'create_prorations' | 'none') =>
    stripe.invoices.createPreview({
      schedule: id,
      schedule_details: {
        proration_behavior,
        phases: [
          {
            items: [{ price: catalogue.starter.month, quantity: 3 }],
            start_date: NOVEMBER_1,
            end_date: DECEMBER_1,
          },
          { items: [{ price: catalogue.pro.month }] },
        ],
      },
    });
  expect(amounts(await changed('always_invoice'))).toEqual([-750, 2250]);
  expect(amounts(await changed('create_prorations'))).toEqual([-750, 2250, 4900]);
  expect(amounts(await changed('none'))).toEqual([4900]);
});

onFrozenClock('a schedule that cancels shows no invoice after its last phase', async () => {
  const { stripe, id, current } = await aScheduled();
  await expect(
    stripe.invoices.createPreview({
      schedule: id,
      schedule_details: { end_behavior: 'cancel', phases: [{ ...current, end_date: DECEMBER_1 }] },
    }),
  ).rejects.toMatchObject(NOTHING);
});
