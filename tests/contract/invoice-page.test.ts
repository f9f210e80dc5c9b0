import { expect } from 'vitest';
import { aCustomer, aPlan, NOVEMBER_16 } from '../factories';
import { leadsTo, submit, visit } from './portal-page';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const CARD = {
  number: '4242424242424242',
  expiry: '08 / 29',
  cvc: '123',
  name: 'Ada Byron',
  country: 'GB',
  postalCode: 'SW1Y 4JH',
};

/** A first invoice over $49.00 that the card on file did not pay, and its page. */
async function anOpenInvoice(card = 'pm_card_chargeCustomerFail') {
  const { stripe } = anAccount();
  const { month } = await aPlan(stripe);
  const { customer } = await aCustomer(stripe, { card });
  const { id, latest_invoice } = await stripe.subscriptions.create({ customer, items: [{ price: month }] });
  const invoice = String(latest_invoice);
  const url = (await stripe.invoices.retrieve(invoice)).hosted_invoice_url ?? '';
  return { stripe, customer, subscription: id, invoice, url };
}

localOnly('its page takes a card that pays it, starts the plan and is kept', async () => {
  const { stripe, customer, subscription, invoice, url } = await anOpenInvoice();
  const page = await visit(url);
  expect(page.text).toContain('Pay $49.00');
  const answer = await submit(page, CARD);
  expect([answer.status, leadsTo(answer)]).toEqual([303, url]);
  expect((await visit(url)).text).toMatch(/Paid on .*2026/);
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'paid', amount_paid: 4900 });
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ status: 'active' });
  const { data } = await stripe.customers.listPaymentMethods(customer);
  expect(data.map(({ card }) => card?.last4)).toEqual(['4242', '0341']);
});

localOnly('two presses at once pay it once', async () => {
  const { stripe, customer, url } = await anOpenInvoice();
  const page = await visit(url);
  const answers = await Promise.all([submit(page, CARD), submit(page, CARD)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  const paid = (await stripe.charges.list({ customer })).data.filter((charge) => charge.paid);
  expect(paid).toMatchObject([{ amount: 4900 }]);
});

localOnly(
  'a declined card is told on the page it comes back to, and another one pays the same payment',
  async () => {
    const { stripe, invoice, url } = await anOpenInvoice();
    const refused = await submit(await visit(url), { ...CARD, number: '4000000000009995' });
    const page = await visit(leadsTo(refused));
    expect(page.text).toContain('The payment did not go through');
    expect(page.text).toContain('insufficient funds');
    expect((await visit(url)).text).not.toContain('did not go through');
    await submit(page, CARD);
    expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'paid' });
    expect((await stripe.invoicePayments.list({ invoice })).data).toHaveLength(1);
  },
);

localOnly('what is missing is named, and nothing is tried', async () => {
  const { stripe, invoice, url } = await anOpenInvoice();
  const answer = await submit(await visit(url), { ...CARD, number: '' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Enter the card number.');
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ attempt_count: 1 });
});

localOnly('a card that the bank asks about leads there and back', async () => {
  const { stripe, invoice, url } = await anOpenInvoice();
  const bank = leadsTo(await submit(await visit(url), { ...CARD, number: '4000002760003184' }));
  const back = leadsTo(await submit(await visit(bank), { result: 'pass' }));
  expect(back).toContain(url);
  expect((await visit(back)).text).toContain('Paid on');
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'paid' });
});

localOnly('a payment that waits at the bank is led there from the invoice', async () => {
  const { stripe, subscription, url } = await anOpenInvoice('pm_card_authenticationRequired');
  const { html } = await visit(url);
  const bank = /<a href="([^"]+)">Your bank wants to confirm this payment/.exec(html)?.[1] ?? '';
  await submit(await visit(bank), { result: 'pass' });
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ status: 'active' });
});

localOnly('nobody pays what is void, or with a form of another page', async () => {
  const [one, other] = [await anOpenInvoice(), await anOpenInvoice()];
  const [page, otherPage] = [await visit(one.url), await visit(other.url)];
  const token = otherPage.postForms[0]?.fields.get('token') ?? '';
  const forged = await fetch(one.url, { method: 'POST', body: new URLSearchParams({ ...CARD, token }) });
  expect(forged.status).toBe(403);
  await one.stripe.invoices.voidInvoice(one.invoice);
  expect((await visit(one.url)).postForms).toEqual([]);
  expect((await submit(page, CARD)).status).toBe(303);
  const { data } = await one.stripe.charges.list({ customer: one.customer });
  expect(data.filter(({ paid }) => paid)).toEqual([]);
});

localOnly(
  'an invoice that was sent says until when it is to be paid; a mistake stands in the title',
  async () => {
    const account = anAccount();
    await setClock(account, NOVEMBER_16);
    const { stripe } = account;
    const { customer } = await aCustomer(stripe);
    const { id = '' } = await stripe.invoices.create({
      customer,
      collection_method: 'send_invoice',
      days_until_due: 14,
    });
    await stripe.invoiceItems.create({ customer, invoice: id, amount: 12_345, currency: 'usd' });
    const { hosted_invoice_url } = await stripe.invoices.finalizeInvoice(id);
    const page = await visit(hosted_invoice_url ?? '');
    expect(page.text).toContain('Due on 30 November 2026');
    const wrong = await submit(page, { ...CARD, cvc: '' });
    expect(wrong.html).toContain('<title>Not paid yet: Invoice ');
  },
);
