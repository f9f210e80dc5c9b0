import { expect } from 'vitest';
import {
  aCatalogue,
  aPromotionCode,
  aSubscriber,
  DECEMBER_1,
  NOVEMBER_1,
  NOVEMBER_16,
  onlyItem,
  replaceCard,
} from '../factories';
import { aConfirmLink, aStage, confirm, visit } from './portal-page';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const JANUARY_1_2027 = 1798761600;
const MARCH_1_2027 = 1803859200;
const APRIL_1_2027 = 1806537600;

async function aStarter(terms = {}, since = NOVEMBER_1) {
  const account = anAccount();
  await setClock(account, since);
  const catalogue = await aCatalogue(account.stripe);
  const ada = await aSubscriber(account.stripe, { price: catalogue.starter.month, terms });
  return { account, stripe: account.stripe, catalogue, ada };
}

localOnly('when the period is over the next one is charged and begins', async () => {
  const { account, stripe, ada } = await aStarter();
  await setClock(account, DECEMBER_1);
  const after = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  expect(onlyItem(after)).toMatchObject({
    current_period_start: DECEMBER_1,
    current_period_end: JANUARY_1_2027,
  });
  expect(after.latest_invoice).toMatchObject({
    billing_reason: 'subscription_cycle',
    status: 'paid',
    amount_paid: 1500,
    created: DECEMBER_1,
  });
});

localOnly('nothing is charged a second before', async () => {
  const { account, stripe, ada } = await aStarter();
  await setClock(account, DECEMBER_1 - 1);
  expect((await stripe.invoices.list({ subscription: ada.subscription })).data).toHaveLength(1);
});

localOnly('a clock that jumps five months charges each month at its own moment', async () => {
  const { account, stripe, ada } = await aStarter();
  await setClock(account, MARCH_1_2027);
  const { data } = await stripe.invoices.list({ subscription: ada.subscription });
  expect(data.map(({ created }) => new Date(created * 1000).toISOString().slice(0, 10))).toEqual([
    '2027-03-01',
    '2027-02-01',
    '2027-01-01',
    '2026-12-01',
    '2026-11-01',
  ]);
});

localOnly('months are counted from the 31st: 28 February is followed by 31 March', async () => {
  const { account, stripe, ada } = await aStarter({}, 1801353600); // 31 January 2027
  await setClock(account, APRIL_1_2027);
  const { data } = await stripe.invoices.list({ subscription: ada.subscription });
  expect(data.map(({ created }) => new Date(created * 1000).toISOString().slice(0, 10))).toEqual([
    '2027-03-31',
    '2027-02-28',
    '2027-01-31',
  ]);
});

localOnly('25 % off for 3 months lowers three invoices and not the fourth', async () => {
  const account = anAccount();
  await setClock(account, NOVEMBER_1);
  const { starter } = await aCatalogue(account.stripe);
  const code = await aPromotionCode(account.stripe);
  const ada = await aSubscriber(account.stripe, {
    price: starter.month,
    terms: { discounts: [{ promotion_code: code.id }] },
  });
  await setClock(account, MARCH_1_2027 - 1);
  const { data } = await account.stripe.invoices.list({ subscription: ada.subscription });
  expect(data.map(({ amount_paid }) => amount_paid)).toEqual([1500, 1125, 1125, 1125]);
  expect(await account.stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ discounts: [] });
});

localOnly('a trial ends with the first charge, and the months count from there', async () => {
  const { account, stripe, ada } = await aStarter({ trial_end: NOVEMBER_16 });
  await setClock(account, NOVEMBER_16);
  const after = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  expect(after).toMatchObject({ status: 'active', latest_invoice: { amount_paid: 1500 } });
  expect(onlyItem(after)).toMatchObject({
    current_period_start: NOVEMBER_16,
    current_period_end: 1797379200, // 16 December
  });
});

localOnly('a card that declines at the renewal leaves the subscription past due', async () => {
  const { account, stripe, ada } = await aStarter();
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  await setClock(account, DECEMBER_1);
  expect(await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] })).toMatchObject(
    { status: 'past_due', latest_invoice: { status: 'open', attempt_count: 1 } },
  );
});

localOnly('a cancellation that was asked for comes true at its moment', async () => {
  const { account, stripe, ada } = await aStarter();
  await stripe.subscriptions.update(ada.subscription, { cancel_at: 'max_period_end' });
  await setClock(account, DECEMBER_1 + 60);
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({
    status: 'canceled',
    ended_at: DECEMBER_1,
  });
  expect((await stripe.invoices.list({ subscription: ada.subscription })).data).toHaveLength(1);
  const [newest] = (await stripe.events.list({ limit: 1 })).data;
  expect(newest).toMatchObject({ type: 'customer.subscription.deleted', created: DECEMBER_1 });
});

localOnly('a first payment that nobody makes is given up after 23 hours', async () => {
  const { account, stripe, ada } = await aStarter({ payment_behavior: 'default_incomplete' });
  await setClock(account, NOVEMBER_1 + 23 * 3600);
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({
    status: 'incomplete_expired',
  });
});

localOnly('a downgrade that was deferred happens with the renewal', async () => {
  const stage = await aStage({
    on: ({ pro }) => pro.month,
    update: { schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] } },
  });
  await confirm(await visit(await aConfirmLink(stage, { price: stage.catalogue.starter.month })));
  await setClock(stage, DECEMBER_1);
  const after = await stage.stripe.subscriptions.retrieve(stage.ada.subscription, {
    expand: ['latest_invoice'],
  });
  expect(onlyItem(after)).toMatchObject({
    id: stage.ada.item,
    price: { id: stage.catalogue.starter.month },
    current_period_start: DECEMBER_1,
    current_period_end: JANUARY_1_2027,
  });
  expect(after.latest_invoice).toMatchObject({ amount_paid: 1500, billing_reason: 'subscription_cycle' });
});

localOnly('a schedule whose last phase is over is released', async () => {
  const stage = await aStage({
    on: ({ pro }) => pro.month,
    update: { schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] } },
  });
  await confirm(await visit(await aConfirmLink(stage, { price: stage.catalogue.starter.month })));
  const { schedule } = await stage.stripe.subscriptions.retrieve(stage.ada.subscription);
  await setClock(stage, JANUARY_1_2027);
  expect(await stage.stripe.subscriptions.retrieve(stage.ada.subscription)).toMatchObject({ schedule: null });
  expect(await stage.stripe.subscriptionSchedules.retrieve(String(schedule))).toMatchObject({
    status: 'released',
    released_subscription: stage.ada.subscription,
  });
});

localOnly('an interval changed without proration begins whole where the paid period ends', async () => {
  const { account, stripe, catalogue, ada } = await aStarter();
  await setClock(account, NOVEMBER_16);
  await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: catalogue.pro.year }],
    proration_behavior: 'none',
  });
  const december2027 = 1827619200;
  const upcoming = await stripe.invoices.createPreview({ subscription: ada.subscription });
  expect(upcoming.lines.data[0]).toMatchObject({
    amount: 49000,
    period: { start: DECEMBER_1, end: december2027 },
  });
  await setClock(account, DECEMBER_1);
  const after = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  expect(after).toMatchObject({ billing_cycle_anchor: DECEMBER_1, latest_invoice: { amount_paid: 49000 } });
  expect(onlyItem(after)).toMatchObject({
    current_period_start: DECEMBER_1,
    current_period_end: december2027,
  });
});

localOnly('until then a new quantity costs its share of the new interval', async () => {
  const { account, stripe, catalogue, ada } = await aStarter();
  await setClock(account, NOVEMBER_16);
  const item = { id: ada.item, price: catalogue.pro.year };
  await stripe.subscriptions.update(ada.subscription, { items: [item], proration_behavior: 'none' });
  await stripe.subscriptions.update(ada.subscription, { items: [{ id: ada.item, quantity: 2 }] });
  const { data } = await stripe.invoiceItems.list({ customer: ada.customer });
  // 15 of 30 days of 1500 come back; 15 of 365 days of 98000 are charged.
  expect(data.map(({ amount }) => amount).sort((a, b) => a - b)).toEqual([-750, 4027]);
});
