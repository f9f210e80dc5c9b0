import { expect } from 'vitest';
import { ADA, aCheckout, CARD, pay, SUCCESS } from './checkout-steps';
import { submit, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

/** Checkout of Pro by the month, at $49.00, for somebody whose balance is `balance` cents: negative is theirs. */
async function aCheckoutWith(balance: number) {
  const { stripe, plan } = await aCheckout();
  const { id: customer } = await stripe.customers.create({ email: 'ada@example.com', balance });
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer,
    line_items: [{ price: plan.month, quantity: 1 }],
    success_url: SUCCESS,
  });
  return { stripe, customer, url: session.url ?? '' };
}

localOnly(
  'a balance of the customer is taken off what is due today, and charged is what is named',
  async () => {
    const { stripe, customer, url } = await aCheckoutWith(-500);
    const page = await visit(url);
    expect(page.text).toContain('From your account balance −$5.00 Due today $44.00');
    expect(page.text).toContain('Subscribe and pay $44.00');
    await pay(url, CARD);
    const [invoice] = (await stripe.invoices.list({ customer })).data;
    expect(invoice).toMatchObject({ status: 'paid', total: 4900, amount_paid: 4400 });
  },
);

localOnly('what is owed from earlier is charged with the first payment', async () => {
  const { stripe, customer, url } = await aCheckoutWith(250);
  expect((await visit(url)).text).toContain('Owed from earlier invoices $2.50 Due today $51.50');
  await pay(url, CARD);
  expect((await stripe.invoices.list({ customer })).data[0]).toMatchObject({ amount_paid: 5150 });
});

localOnly('what is too little to charge is due with the next invoice', async () => {
  const { stripe, session, url } = await aCheckout({
    line_items: [
      {
        price_data: {
          currency: 'usd',
          unit_amount: 30,
          recurring: { interval: 'month' },
          product_data: { name: 'Postcard' },
        },
        quantity: 1,
      },
    ],
  });
  const page = await visit(url);
  expect(page.text).toContain('Too little to charge: added to the next invoice −$0.30 Due today $0.00');
  expect(page.text).not.toContain('Subscribe and pay');
  await submit(page, { ...ADA, do: 'pay' });
  const { customer } = await stripe.checkout.sessions.retrieve(session.id, { expand: ['customer'] });
  expect(customer).toMatchObject({ balance: 30 });
});

localOnly('a balance that came after the page was opened is told before anything is charged', async () => {
  const { stripe, customer, url } = await aCheckoutWith(0);
  const page = await visit(url);
  await stripe.customers.createBalanceTransaction(customer, { amount: -900, currency: 'usd' });
  await submit(page, { ...CARD, do: 'pay' });
  expect((await stripe.subscriptions.list({ customer })).data).toEqual([]);
  expect((await visit(url)).text).toContain('Subscribe and pay $40.00');
});
