import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aPlan, aPromotionCode } from '../factories';
import { submit, visit } from './portal-page';
import { anAccount, localOnly } from './stripe-under-test';

const ADA = {
  email: 'ada@example.com',
  number: '4242 4242 4242 4242',
  expiry: '08 / 29',
  cvc: '123',
  name: 'Ada Lovelace',
};

/** An order of Pro at $49.00 a month, with $100.00 for setting it up. */
async function anOrder(params: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const { stripe } = anAccount();
  const { month } = await aPlan(stripe);
  const product = await stripe.products.create({ name: 'Set-up' });
  const once = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 10000 });
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [
      { price: month, quantity: 1 },
      { price: once.id, quantity: 1 },
    ],
    success_url: 'https://example.com/welcome',
    ...params,
  });
  return { stripe, session, url: session.url ?? '' };
}

async function place({ stripe, session, url }: Awaited<ReturnType<typeof anOrder>>) {
  await submit(await visit(url), { ...ADA, do: 'pay' });
  return stripe.checkout.sessions.retrieve(session.id, { expand: ['invoice', 'subscription'] });
}

localOnly('what is paid once is paid with the first invoice', async () => {
  const order = await anOrder();
  expect(order.session.amount_total).toBe(14900);
  const page = await visit(order.url);
  expect(page.text).toContain('Subscribe to Pro');
  expect(page.text).toContain('Set-up $100.00');
  expect(page.text).toContain('Then $49.00 per month');
  const done = await place(order);
  expect(done).toMatchObject({
    amount_total: 14900,
    invoice: { amount_paid: 14900 },
    subscription: { status: 'active', items: { data: [{ quantity: 1 }] } },
  });
  const subscription = done.subscription as Stripe.Subscription; // expanded above
  const next = await order.stripe.invoices.createPreview({ subscription: subscription.id });
  expect(next.total).toBe(4900);
});

localOnly('a percentage lowers both', async () => {
  const order = await anOrder({ allow_promotion_codes: true });
  await aPromotionCode(order.stripe, { coupon: { percent_off: 50, duration: 'once' } });
  await submit(await visit(order.url), { code: 'SPRING25', do: 'apply' });
  expect((await visit(order.url)).text).toContain('Due today $74.50');
  expect(await place(order)).toMatchObject({ amount_total: 7450, invoice: { amount_paid: 7450 } });
});

localOnly('an amount off goes to the plan first, and what is left of it to the rest', async () => {
  const order = await anOrder({ allow_promotion_codes: true });
  await aPromotionCode(order.stripe, { coupon: { amount_off: 6000, currency: 'usd', duration: 'once' } });
  await submit(await visit(order.url), { code: 'SPRING25', do: 'apply' });
  expect((await visit(order.url)).text).toContain('Due today $89.00');
  expect(await place(order)).toMatchObject({ amount_total: 8900, invoice: { amount_paid: 8900 } });
});

localOnly('during a trial it is due at once', async () => {
  const order = await anOrder({ subscription_data: { trial_period_days: 14 } });
  expect((await visit(order.url)).text).toContain('Due today $100.00');
  expect(await place(order)).toMatchObject({
    payment_status: 'paid',
    invoice: { amount_paid: 10000 },
    subscription: { status: 'trialing' },
  });
});
