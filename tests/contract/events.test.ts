import { expect, test } from 'vitest';
import {
  aCatalogue,
  aPlan,
  aPromotionCode,
  aSubscriber,
  DECEMBER_1,
  NOVEMBER_1,
  onlyItem,
  replaceCard,
} from '../factories';
import { type Account, anAccount, localOnly, onFrozenClock, setClock } from './stripe-under-test';

const newestEvent = async ({ stripe }: Account): Promise<string> =>
  (await stripe.events.list({ limit: 1 })).data[0]?.id ?? '';

/** The types of all events since `last`, an event's id. */
const typesSince = async ({ stripe }: Account, last: string): Promise<string[]> =>
  (await stripe.events.list({ ending_before: last, limit: 100 })).data.map(({ type }) => type);

async function aStarterSubscriber() {
  const account = anAccount();
  const catalogue = await aCatalogue(account.stripe);
  const ada = await aSubscriber(account.stripe, { price: catalogue.starter.month });
  return { ...account, catalogue, ada };
}

test('an event carries the object as it became and what asked for it', async () => {
  const account = anAccount();
  const customer = await account.stripe.customers.create(
    { email: 'ada@example.com' },
    { idempotencyKey: `events-${account.key}` },
  );
  const [event] = (await account.stripe.events.list({ type: 'customer.created' })).data;
  expect(event).toMatchObject({
    id: expect.stringMatching(/^evt_/),
    object: 'event',
    api_version: '2026-10-28.endive',
    data: { object: { id: customer.id, object: 'customer', email: 'ada@example.com' } },
    livemode: false,
    pending_webhooks: 0,
    request: { id: customer.lastResponse.requestId, idempotency_key: `events-${account.key}` },
    type: 'customer.created',
  });
  expect(event?.data).not.toHaveProperty('previous_attributes');
  expect(await account.stripe.events.retrieve(event?.id ?? '')).toMatchObject({ type: 'customer.created' });
});

test('an updated event says what the changed fields were, and no others', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.customers.create({
    email: 'ada@example.com',
    name: 'Ada',
    metadata: { kept: '1' },
  });
  await stripe.customers.update(id, { name: 'Ada Lovelace', metadata: { added: '2' } });
  const [event] = (await stripe.events.list({ type: 'customer.updated' })).data;
  expect(event?.data.object).toMatchObject({ name: 'Ada Lovelace', metadata: { kept: '1', added: '2' } });
  expect(event?.data.previous_attributes).toEqual({ name: 'Ada', metadata: { added: null } });
});

test('an update that changes nothing is no event', async () => {
  const account = anAccount();
  const { id } = await account.stripe.customers.create({ name: 'Ada' });
  const last = await newestEvent(account);
  await account.stripe.customers.update(id, { name: 'Ada' });
  expect(await typesSince(account, last)).toEqual([]);
});

test('events are listed newest first and by type', async () => {
  const { stripe } = anAccount();
  const first = await stripe.customers.create();
  const second = await stripe.customers.create();
  await stripe.products.create({ name: 'Pro' });
  const { data } = await stripe.events.list({ type: 'customer.created' });
  const about = data.map(({ data: { object } }) => (object as { id: string }).id);
  expect(about.slice(0, 2)).toEqual([second.id, first.id]);
  const either = await stripe.events.list({ types: ['customer.created', 'product.created'] });
  expect(either.data.map(({ type }) => type).slice(0, 3)).toEqual([
    'product.created',
    'customer.created',
    'customer.created',
  ]);
});

test('an upgrade paid at once sends the whole set', async () => {
  const { ada, catalogue, ...account } = await aStarterSubscriber();
  const last = await newestEvent(account);
  await account.stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: catalogue.pro.month }],
    proration_behavior: 'always_invoice',
  });
  const types = await typesSince(account, last);
  expect(types).toEqual(
    expect.arrayContaining([
      'invoice.created',
      'invoice.finalized',
      'payment_intent.created',
      'payment_intent.succeeded',
      'charge.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice_payment.paid',
      'customer.subscription.updated',
    ]),
  );
  expect(types.filter((type) => type === 'invoiceitem.created')).toHaveLength(2);
  expect(types).not.toContain('invoice.payment_failed');
});

test('the updated subscription carries the items it had', async () => {
  const { stripe, ada, catalogue } = await aStarterSubscriber();
  await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: catalogue.pro.month }],
    proration_behavior: 'always_invoice',
  });
  const [event] = (await stripe.events.list({ type: 'customer.subscription.updated' })).data;
  expect(event?.data.object).toMatchObject({
    items: { data: [{ id: ada.item, price: { id: catalogue.pro.month } }] },
  });
  expect(event?.data.previous_attributes).toMatchObject({
    items: { data: [{ id: ada.item, price: { id: catalogue.starter.month } }] },
  });
});

test('a discount on a subscription is announced with the discount itself', async () => {
  const { stripe, ada } = await aStarterSubscriber();
  const { id } = await aPromotionCode(stripe);
  await stripe.subscriptions.update(ada.subscription, { discounts: [{ promotion_code: id }] });
  const [event] = (await stripe.events.list({ type: 'customer.discount.created' })).data;
  expect(event?.data.object).toMatchObject({
    object: 'discount',
    customer: ada.customer,
    subscription: ada.subscription,
    promotion_code: id,
  });
});

test('a failed charge is announced by intent, charge and invoice', async () => {
  const { ada, catalogue, ...account } = await aStarterSubscriber();
  await replaceCard(account.stripe, ada.customer, 'pm_card_chargeCustomerFail');
  const last = await newestEvent(account);
  await account.stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: catalogue.pro.month }],
    proration_behavior: 'always_invoice',
  });
  const types = await typesSince(account, last);
  expect(types).toEqual(
    expect.arrayContaining([
      'invoice.created',
      'invoice.finalized',
      'payment_intent.payment_failed',
      'charge.failed',
      'invoice.payment_failed',
    ]),
  );
  expect(types).not.toContain('invoice.paid');
});

test.each([
  ['customer.subscription.created', async () => (await aStarterSubscriber()).stripe],
  [
    'customer.subscription.deleted',
    async () => {
      const { stripe, ada } = await aStarterSubscriber();
      await stripe.subscriptions.cancel(ada.subscription);
      return stripe;
    },
  ],
  ['payment_method.attached', async () => (await aStarterSubscriber()).stripe],
  [
    'payment_method.detached',
    async () => {
      const { stripe, ada } = await aStarterSubscriber();
      await stripe.paymentMethods.detach(ada.paymentMethod);
      return stripe;
    },
  ],
  [
    'promotion_code.created',
    async () => {
      const { stripe } = anAccount();
      await aPromotionCode(stripe);
      return stripe;
    },
  ],
  [
    'billing_portal.configuration.created',
    async () => {
      const { stripe } = anAccount();
      await stripe.billingPortal.configurations.create({ features: { invoice_history: { enabled: true } } });
      return stripe;
    },
  ],
] as const)('%s is sent', async (type, make) => {
  const stripe = await make();
  expect((await stripe.events.list({ type })).data[0]?.type).toBe(type);
});

test('a preview is no event', async () => {
  const { ada, catalogue, ...account } = await aStarterSubscriber();
  const last = await newestEvent(account);
  await account.stripe.invoices.createPreview({
    subscription: ada.subscription,
    subscription_details: {
      items: [{ id: ada.item, price: catalogue.pro.month }],
      proration_behavior: 'always_invoice',
    },
  });
  expect(await typesSince(account, last)).toEqual([]);
  expect(onlyItem(await account.stripe.subscriptions.retrieve(ada.subscription)).price.id).toBe(
    catalogue.starter.month,
  );
});

localOnly('invoice.updated of a payment leads back to the invoice as it was finalized', async () => {
  const { stripe, ada } = await aStarterSubscriber();
  const { data } = await stripe.events.list({ limit: 100 });
  const about = (type: string) =>
    data.find(
      (event) =>
        event.type === type && 'customer' in event.data.object && event.data.object.customer === ada.customer,
    )?.data;
  const [finalized, updated] = [about('invoice.finalized'), about('invoice.updated')];
  expect(updated?.object).toMatchObject({ status: 'paid', attempted: true, attempt_count: 1 });
  expect(updated?.previous_attributes).toMatchObject({
    status: 'open',
    attempted: false,
    attempt_count: 0,
  });
  expect(updated?.previous_attributes).not.toHaveProperty('next_payment_attempt');
  expect(finalized?.object).toMatchObject({ ...updated?.previous_attributes });
});

onFrozenClock('what time brings about is no request’s doing', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_1);
  await aSubscriber(stripe, { price: (await aPlan(stripe)).month });
  await setClock(account, DECEMBER_1);
  const [renewal] = (await stripe.events.list({ type: 'invoice.paid' })).data;
  expect(renewal).toMatchObject({ created: DECEMBER_1, request: { id: null, idempotency_key: null } });
});

localOnly('nor is what a test clock brings about', async () => {
  const { stripe } = anAccount();
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: NOVEMBER_1 });
  const { id: customer } = await stripe.customers.create({ test_clock: clock.id, source: 'tok_visa' });
  const { month } = await aPlan(stripe);
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: month }] });
  await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: DECEMBER_1 });
  const events = await stripe.events.list({ type: 'customer.subscription.updated' });
  const renewal = events.data.find(({ data }) => 'id' in data.object && data.object.id === id);
  expect(renewal?.request).toEqual({ id: null, idempotency_key: null });
});
