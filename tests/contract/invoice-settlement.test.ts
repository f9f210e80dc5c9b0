import { expect, test } from 'vitest';
import { aCustomer, NOVEMBER_16, replaceCard } from '../factories';
import { anAccount, onFrozenClock } from './stripe-under-test';

const { stripe } = anAccount();

/** A draft of $20.00. */
async function aDraft(card = 'pm_card_visa') {
  const { customer } = await aCustomer(stripe, { card });
  const { id = '' } = await stripe.invoices.create({ customer });
  await stripe.invoiceItems.create({ customer, invoice: id, amount: 2000, currency: 'usd' });
  return { customer, id };
}

async function anOpenInvoice(card?: string) {
  const draft = await aDraft(card);
  await stripe.invoices.finalizeInvoice(draft.id);
  return draft;
}

const typesAbout = async (id: string) =>
  (await stripe.events.list({ limit: 100 })).data
    .filter(({ data }) => (data.object as { id?: string }).id === id)
    .map(({ type }) => type);

onFrozenClock('an open invoice is paid', async () => {
  const { id, customer } = await anOpenInvoice();
  const paid = await stripe.invoices.pay(id, { expand: ['payments.data.payment.payment_intent'] });
  expect(paid).toMatchObject({
    status: 'paid',
    amount_paid: 2000,
    amount_remaining: 0,
    attempt_count: 1,
    status_transitions: { paid_at: NOVEMBER_16 },
    payments: {
      data: [
        {
          amount_paid: 2000,
          payment: {
            payment_intent: {
              amount: 2000,
              customer,
              description: 'Payment for Invoice',
              status: 'succeeded',
            },
          },
        },
      ],
    },
  });
});

test('paying a draft finalizes it first', async () => {
  const { id } = await aDraft();
  expect(await stripe.invoices.pay(id)).toMatchObject({
    status: 'paid',
    number: expect.stringMatching(/-0001$/),
  });
});

test('the invoice’s own card comes before the customer’s', async () => {
  const { id, customer } = await aDraft('pm_card_chargeCustomerFail');
  const { id: own } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stripe.invoices.update(id, { default_payment_method: own });
  expect(await stripe.invoices.pay(id)).toMatchObject({ status: 'paid', default_payment_method: own });
});

test('a refused payment leaves a finalized invoice, to be paid later', async () => {
  const { id, customer } = await aDraft('pm_card_chargeCustomerFail');
  await expect(stripe.invoices.pay(id)).rejects.toMatchObject({ statusCode: 402, code: 'card_declined' });
  expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', attempt_count: 1 });
  await replaceCard(stripe, customer, 'pm_card_visa');
  expect(await stripe.invoices.pay(id)).toMatchObject({ status: 'paid', attempt_count: 2 });
});

test('an invoice that was paid in cash makes no payment', async () => {
  const { id } = await anOpenInvoice('pm_card_chargeCustomerFail');
  expect(await stripe.invoices.pay(id, { paid_out_of_band: true, expand: ['payments'] })).toMatchObject({
    status: 'paid',
    amount_paid: 2000,
    amount_remaining: 0,
    payments: { data: [] },
  });
  const types = await typesAbout(id);
  expect(types).toContain('invoice.paid');
  expect(types).not.toContain('invoice.payment_succeeded');
});

onFrozenClock('an uncollectible invoice can still be paid', async () => {
  const { id } = await anOpenInvoice();
  expect(await stripe.invoices.markUncollectible(id)).toMatchObject({
    status: 'uncollectible',
    amount_remaining: 2000,
    status_transitions: { marked_uncollectible_at: NOVEMBER_16 },
  });
  expect(await typesAbout(id)).toContain('invoice.marked_uncollectible');
  expect(await stripe.invoices.pay(id)).toMatchObject({ status: 'paid' });
});

onFrozenClock('a void invoice is owed by nobody', async () => {
  const { id } = await anOpenInvoice();
  expect(await stripe.invoices.voidInvoice(id)).toMatchObject({
    status: 'void',
    status_transitions: { voided_at: NOVEMBER_16 },
  });
  expect(await typesAbout(id)).toContain('invoice.voided');
});

test('an uncollectible invoice can be voided', async () => {
  const { id } = await anOpenInvoice();
  await stripe.invoices.markUncollectible(id);
  expect(await stripe.invoices.voidInvoice(id)).toMatchObject({ status: 'void' });
});

const REACHED = {
  draft: async () => (await aDraft()).id,
  open: async () => (await anOpenInvoice()).id,
  paid: async () => {
    const { id } = await anOpenInvoice();
    await stripe.invoices.pay(id);
    return id;
  },
  void: async () => {
    const { id } = await anOpenInvoice();
    await stripe.invoices.voidInvoice(id);
    return id;
  },
  uncollectible: async () => {
    const { id } = await anOpenInvoice();
    await stripe.invoices.markUncollectible(id);
    return id;
  },
};

test.each<[keyof typeof REACHED, string]>([
  ['open', 'finalize'],
  ['paid', 'finalize'],
  ['void', 'finalize'],
  ['paid', 'pay'],
  ['void', 'pay'],
  ['draft', 'void'],
  ['paid', 'void'],
  ['void', 'void'],
  ['draft', 'mark_uncollectible'],
  ['paid', 'mark_uncollectible'],
  ['void', 'mark_uncollectible'],
  ['uncollectible', 'mark_uncollectible'],
  ['open', 'add_lines'],
  ['paid', 'send'],
])('an invoice that is %s refuses to %s', async (status, action) => {
  const id = await REACHED[status]();
  const params = action === 'add_lines' ? { lines: [{ amount: 5 }] } : {};
  await expect(stripe.rawRequest('POST', `/v1/invoices/${id}/${action}`, params)).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
  expect(await stripe.invoices.retrieve(id)).toMatchObject({ status });
});

test('only a draft is deleted', async () => {
  await expect(stripe.invoices.del(await REACHED.open())).rejects.toMatchObject({
    statusCode: 400,
    code: 'invoice_not_editable',
  });
});

test('a finalized invoice keeps its sums; its metadata can be changed', async () => {
  const { id } = await anOpenInvoice();
  expect(await stripe.invoices.update(id, { metadata: { chased: 'yes' } })).toMatchObject({
    metadata: { chased: 'yes' },
    amount_due: 2000,
    status: 'open',
  });
  for (const params of [
    { discounts: '' as const },
    { collection_method: 'send_invoice' as const, days_until_due: 3 },
    { description: 'Other' },
  ])
    await expect(stripe.invoices.update(id, params)).rejects.toMatchObject({
      statusCode: 400,
      code: 'invoice_not_editable',
    });
});

test('what pays a one-off invoice keeps the card for nothing else', async () => {
  const { customer } = await aCustomer(stripe);
  await stripe.invoiceItems.create({ customer, amount: 700, currency: 'usd' });
  const { id } = await stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
  await stripe.invoices.pay(id);
  const [payment] = (await stripe.paymentIntents.list({ customer })).data;
  expect(payment).toMatchObject({ amount: 700, status: 'succeeded', setup_future_usage: null });
});
