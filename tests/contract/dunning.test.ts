import { expect } from 'vitest';
import { aCatalogue, aSubscriber, replaceCard } from '../factories';
import { day } from './moments';
import { type Account, anAccount, base, localOnly, setClock } from './stripe-under-test';

const NOVEMBER_1 = day('2026-11-01');
const DECEMBER_1 = day('2026-12-01');

async function setFailedPayments({ key }: Account, what: string): Promise<Response> {
  return fetch(`${base}/_local/account`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: new URLSearchParams({ subscription_after_failed_payments: what }),
  });
}

/** On Starter since the 1st of November, with a card whose every charge fails from then on. */
async function aFailingRenewal(setting?: string) {
  const account = anAccount();
  if (setting) await setFailedPayments(account, setting);
  await setClock(account, NOVEMBER_1);
  const { starter } = await aCatalogue(account.stripe);
  const ada = await aSubscriber(account.stripe, { price: starter.month });
  await replaceCard(account.stripe, ada.customer, 'pm_card_chargeCustomerFail');
  const read = () => account.stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  return { account, stripe: account.stripe, ada, read };
}

localOnly('a failed renewal is tried again on days 3, 5 and 7', async () => {
  const { account, read } = await aFailingRenewal();
  const steps = [];
  for (const date of ['2026-12-01', '2026-12-04', '2026-12-06']) {
    await setClock(account, day(date));
    const { status, latest_invoice } = await read();
    steps.push([status, latest_invoice]);
  }
  expect(steps).toMatchObject([
    ['past_due', { status: 'open', attempt_count: 1, next_payment_attempt: day('2026-12-04') }],
    ['past_due', { status: 'open', attempt_count: 2, next_payment_attempt: day('2026-12-06') }],
    ['past_due', { status: 'open', attempt_count: 3, next_payment_attempt: day('2026-12-08') }],
  ]);
});

localOnly('after the last failed attempt the subscription is canceled, for want of payment', async () => {
  const { account, stripe, read } = await aFailingRenewal();
  await setClock(account, day('2026-12-08'));
  expect(await read()).toMatchObject({
    status: 'canceled',
    ended_at: day('2026-12-08'),
    cancellation_details: { reason: 'payment_failed' },
    latest_invoice: { status: 'open', attempt_count: 4, next_payment_attempt: null, auto_advance: false },
  });
  const failed = await stripe.events.list({ type: 'invoice.payment_failed' });
  expect(failed.data.map(({ created }) => created)).toEqual(
    ['2026-12-08', '2026-12-06', '2026-12-04', '2026-12-01'].map(day),
  );
});

localOnly('the schedule of a subscription that ends for want of payment is aborted', async () => {
  const { account, stripe, ada } = await aFailingRenewal();
  const { id, phases } = await stripe.subscriptionSchedules.create({ from_subscription: ada.subscription });
  const [now] = phases;
  const items = [{ price: String(now?.items[0]?.price) }];
  await stripe.subscriptionSchedules.update(id, {
    phases: [
      { start_date: NOVEMBER_1, end_date: DECEMBER_1, items },
      { items, duration: { interval: 'month', interval_count: 6 } },
    ],
  });
  await setClock(account, day('2026-12-08'));
  expect(await stripe.subscriptionSchedules.retrieve(id)).toMatchObject({
    status: 'canceled',
    canceled_at: day('2026-12-08'),
  });
  expect((await stripe.events.list({ type: 'subscription_schedule.aborted' })).data).toHaveLength(1);
});

localOnly(
  'an account that marks unpaid keeps the subscription and leaves its next invoices drafts',
  async () => {
    const { account, stripe, ada, read } = await aFailingRenewal('mark_unpaid');
    await setClock(account, day('2027-01-02'));
    expect(await read()).toMatchObject({
      status: 'unpaid',
      latest_invoice: { status: 'draft', auto_advance: false, amount_due: 1500, created: day('2027-01-01') },
    });
    const { data } = await stripe.invoices.list({ subscription: ada.subscription });
    expect(data.map(({ status }) => status)).toEqual(['draft', 'open', 'paid']);
  },
);

localOnly('an account that leaves it past due goes on billing', async () => {
  const { account, stripe, ada, read } = await aFailingRenewal('leave_past_due');
  await setClock(account, day('2027-01-01'));
  expect(await read()).toMatchObject({ status: 'past_due', latest_invoice: { attempt_count: 1 } });
  const { data } = await stripe.invoices.list({ subscription: ada.subscription, status: 'open' });
  expect(data).toHaveLength(2);
});

localOnly('a new card makes the next retry succeed and the subscription active', async () => {
  const { account, stripe, ada, read } = await aFailingRenewal();
  await setClock(account, DECEMBER_1);
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  await setClock(account, day('2026-12-04'));
  expect(await read()).toMatchObject({
    status: 'active',
    latest_invoice: {
      status: 'paid',
      attempt_count: 2,
      next_payment_attempt: null,
      status_transitions: { paid_at: day('2026-12-04') },
    },
  });
});

localOnly('paying the open invoice makes the subscription active and ends the retries', async () => {
  const { account, stripe, ada, read } = await aFailingRenewal();
  await setClock(account, DECEMBER_1);
  const { latest_invoice } = await read();
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  await stripe.invoices.pay(String((latest_invoice as { id: string }).id));
  await setClock(account, day('2026-12-20'));
  expect(await read()).toMatchObject({ status: 'active', latest_invoice: { attempt_count: 2 } });
});

localOnly('voiding the newest invoice of a past due subscription makes it active', async () => {
  const { account, stripe, read } = await aFailingRenewal();
  await setClock(account, DECEMBER_1);
  const { latest_invoice } = await read();
  await stripe.invoices.voidInvoice(String((latest_invoice as { id: string }).id));
  expect(await read()).toMatchObject({ status: 'active', latest_invoice: { status: 'void' } });
});

localOnly('a renewal without a payment method counts as a failed attempt', async () => {
  const { account, stripe, ada, read } = await aFailingRenewal();
  const { data } = await stripe.paymentMethods.list({ customer: ada.customer });
  for (const { id } of data) await stripe.paymentMethods.detach(id);
  await setClock(account, DECEMBER_1);
  expect(await read()).toMatchObject({
    status: 'past_due',
    latest_invoice: { attempted: true, attempt_count: 1, next_payment_attempt: day('2026-12-04') },
  });
});

localOnly('a renewal that is paid makes a past due subscription active again', async () => {
  const { account, stripe, ada, read } = await aFailingRenewal('leave_past_due');
  await setClock(account, day('2026-12-31'));
  expect(await read()).toMatchObject({ status: 'past_due' });
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  await setClock(account, day('2027-01-01'));
  expect(await read()).toMatchObject({ status: 'active', latest_invoice: { status: 'paid' } });
});

localOnly('an invoice from before collection was paused is still tried again', async () => {
  const { account, stripe, ada, read } = await aFailingRenewal();
  await setClock(account, DECEMBER_1);
  await stripe.subscriptions.update(ada.subscription, { pause_collection: { behavior: 'void' } });
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  await setClock(account, day('2026-12-04'));
  expect(await read()).toMatchObject({
    status: 'active',
    latest_invoice: { status: 'paid', attempt_count: 2 },
  });
});

localOnly('a renewal is announced three days before, without an invoice id', async () => {
  const { account, stripe } = await aFailingRenewal();
  await setClock(account, DECEMBER_1 - 1);
  const { data } = await stripe.events.list({ type: 'invoice.upcoming' });
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({
    created: day('2026-11-28'),
    data: { object: { object: 'invoice', amount_due: 1500, next_payment_attempt: DECEMBER_1 } },
  });
  expect(data[0]?.data.object).not.toHaveProperty('id');
});

localOnly('a setting that does not exist is refused by name', async () => {
  const answer = await setFailedPayments(anAccount(), 'forgive');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { param: 'subscription_after_failed_payments' } });
});
