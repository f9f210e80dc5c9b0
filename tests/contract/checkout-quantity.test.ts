import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aPlan, aPromotionCode, onlyItem } from '../factories';
import { aCheckout, CARD, pay, SUCCESS } from './checkout-steps';
import { leadsTo, type Page, submit, visit } from './portal-page';
import { anAccount, localOnly } from './stripe-under-test';

type LineItem = Stripe.Checkout.SessionCreateParams.LineItem;

/** A cart of a shirt at €20.00 and as many stickers at €3.00, each as `shirt` and `sticker` say. */
async function aCart(shirt: Partial<LineItem>, sticker: Partial<LineItem> = {}) {
  const account = anAccount();
  const line = (name: string, unit_amount: number, rest: Partial<LineItem>): LineItem => ({
    price_data: { currency: 'eur', product_data: { name }, unit_amount },
    quantity: 1,
    ...rest,
  });
  const session = await account.stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [line('Shirt', 2000, shirt), line('Sticker', 300, sticker)],
    allow_promotion_codes: true,
    success_url: SUCCESS,
  });
  return { ...account, session, url: session.url ?? '' };
}

const ANY = { adjustable_quantity: { enabled: true } };

/** Enters a quantity beside a line, presses the button there, and follows to what the page says then. */
async function setQuantity(url: string, line: number, quantity: string): Promise<Page> {
  const name = `quantity_${line}`;
  const answer = await submit(await visit(url), { [name]: quantity, do: name });
  expect(answer.status).toBe(303);
  return visit(url);
}

const linesOf = async ({ stripe, session }: { stripe: Stripe; session: Stripe.Checkout.Session }) =>
  (await stripe.checkout.sessions.listLineItems(session.id)).data.map(
    ({ description, quantity, amount_total }) => [description, quantity, amount_total],
  );

localOnly('the limits are 0 and 99 unless given, and stand on the line item', async () => {
  const { stripe, session } = await aCart(ANY, {
    adjustable_quantity: { enabled: true, minimum: 1, maximum: 999_999 },
  });
  const { data } = await stripe.checkout.sessions.listLineItems(session.id);
  expect(data.map(({ adjustable_quantity }) => adjustable_quantity)).toEqual([
    { enabled: true, minimum: 0, maximum: 99 },
    { enabled: true, minimum: 1, maximum: 999_999 },
  ]);
  const fixed = await aCart({ adjustable_quantity: { enabled: false } });
  const [shirt, sticker] = (await fixed.stripe.checkout.sessions.listLineItems(fixed.session.id)).data;
  expect([shirt?.adjustable_quantity, sticker?.adjustable_quantity]).toEqual([null, null]);
  expect((await visit(fixed.url)).postForms.flatMap(({ names }) => names)).not.toContain('quantity_0');
});

localOnly.each<[Partial<LineItem>, string]>([
  [{ quantity: 100, ...ANY }, 'maximum'],
  [{ adjustable_quantity: { enabled: true, minimum: 2 } }, 'minimum'],
  [{ adjustable_quantity: { enabled: true, minimum: 5, maximum: 4 } }, 'minimum'],
  [{ adjustable_quantity: { enabled: true, maximum: 1_000_000 } }, 'maximum'],
])('%j is refused by its %s', async (shirt, name) => {
  await expect(aCart(shirt)).rejects.toMatchObject({
    statusCode: 400,
    param: `line_items[0][adjustable_quantity][${name}]`,
  });
});

localOnly('a subscription is had for the quantity that the customer enters', async () => {
  const { stripe } = anAccount();
  const { product, month } = await aPlan(stripe);
  await stripe.products.update(product, { unit_label: 'seat' });
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [
      { price: month, quantity: 2, adjustable_quantity: { enabled: true, minimum: 1, maximum: 10 } },
    ],
    success_url: SUCCESS,
  });
  const url = session.url ?? '';
  expect((await visit(url)).text).toContain('From 1 to 10');
  const page = await setQuantity(url, 0, '5');
  for (const words of ['Subscribe to 5 × Pro', '5 × $49.00 / seat', 'Subscribe and pay $245.00'])
    expect(page.text).toContain(words);
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
    amount_subtotal: 24_500,
    amount_total: 24_500,
  });
  await pay(url);
  const [subscription] = (await stripe.subscriptions.list()).data;
  expect(subscription && onlyItem(subscription).quantity).toBe(5);
  const [invoice] = (await stripe.invoices.list()).data;
  expect(invoice?.amount_paid).toBe(24_500);
});

localOnly.each(['11', '0', '-1', '1.5', '', 'two'])(
  'the quantity “%s” is refused with the limits, and is kept',
  async (typed) => {
    const cart = await aCart({ adjustable_quantity: { enabled: true, minimum: 1, maximum: 10 } });
    const page = await setQuantity(cart.url, 0, typed);
    expect(page.text).toContain('Enter a whole number from 1 to 10.');
    expect(page.html).toMatch(new RegExp(`name="quantity_0"[^>]* value="${typed}"[^>]* autofocus`));
    expect(await linesOf(cart)).toEqual([
      ['Shirt', 1, 2000],
      ['Sticker', 1, 300],
    ]);
    expect((await setQuantity(cart.url, 0, '3')).text).toContain('Pay €63.00');
  },
);

localOnly('what is taken out is no line item any more, can be put back, and one item stays', async () => {
  const cart = await aCart(ANY, ANY);
  expect((await setQuantity(cart.url, 1, '0')).text).toContain('Pay €20.00');
  expect(await linesOf(cart)).toEqual([['Shirt', 1, 2000]]);
  const last = await setQuantity(cart.url, 0, '0');
  expect(last.text).toContain('Enter a whole number from 1 to 99.');
  expect(await linesOf(cart)).toEqual([['Shirt', 1, 2000]]);
  expect((await setQuantity(cart.url, 1, '2')).text).toContain('Pay €26.00');
  await setQuantity(cart.url, 0, '0');
  await pay(cart.url);
  expect(await linesOf(cart)).toEqual([['Sticker', 2, 600]]);
  const [intent] = (await cart.stripe.paymentIntents.list()).data;
  expect(intent).toMatchObject({ amount: 600, status: 'succeeded' });
});

localOnly('of a subscription something that recurs stays; what is paid once can be left out', async () => {
  const { stripe } = anAccount();
  const { month, product } = await aPlan(stripe);
  const setUp = await stripe.prices.create({ product, currency: 'usd', unit_amount: 9900 });
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [month, setUp.id].map((price) => ({ price, quantity: 1, ...ANY })),
    success_url: SUCCESS,
  });
  const url = session.url ?? '';
  expect((await setQuantity(url, 0, '0')).text).toContain('Enter a whole number from 1 to 99.');
  expect((await setQuantity(url, 1, '0')).text).toContain('Subscribe and pay $49.00');
  await pay(url);
  const [invoice] = (await stripe.invoices.list()).data;
  expect(invoice?.lines.data.map(({ amount }) => amount)).toEqual([4900]);
});

localOnly('a discount follows, and a code that would not be good any more keeps the quantity', async () => {
  const cart = await aCart({ quantity: 3, ...ANY });
  await aPromotionCode(cart.stripe, {
    coupon: { percent_off: 10, duration: 'once' },
    restrictions: { minimum_amount: 5000, minimum_amount_currency: 'eur' },
  });
  await submit(await visit(cart.url), { code: 'SPRING25', do: 'apply' });
  expect((await setQuantity(cart.url, 0, '4')).text).toContain('Pay €74.70');
  const page = await setQuantity(cart.url, 0, '1');
  expect(page.text).toContain('The code “SPRING25” asks for a larger order.');
  expect(page.text).toContain('Pay €74.70');
});

localOnly('more than can be charged at once is refused', async () => {
  const cart = await aCart({ adjustable_quantity: { enabled: true, maximum: 999_999 } });
  const page = await setQuantity(cart.url, 0, '999999');
  expect(page.text).toContain('This quantity cannot be ordered here.');
  expect(page.text).toContain('Pay €23.00');
});

localOnly('a quantity that is not the customer’s to change stays, whatever is posted', async () => {
  const cart = await aCart(ANY);
  const form = (await visit(cart.url)).postForms.find(({ names }) => names.includes('quantity_0'));
  for (const line of ['1', '2', '99']) {
    const body = new URLSearchParams(form?.fields);
    body.set('do', `quantity_${line}`);
    body.set(`quantity_${line}`, '7');
    await fetch(cart.url, { method: 'POST', body, redirect: 'manual' });
  }
  expect(await linesOf(cart)).toEqual([
    ['Shirt', 1, 2000],
    ['Sticker', 1, 300],
  ]);
});

localOnly('a page from before a change in another tab pays nothing, and shows what changed', async () => {
  const cart = await aCart(ANY);
  const before = await visit(cart.url);
  await setQuantity(cart.url, 0, '40');
  const guest = { ...CARD, email: 'ada@example.com', do: 'pay' };
  await submit(before, guest);
  const page = await visit(cart.url);
  expect(page.text).toContain('Your order changed after this page was opened.');
  expect(page.text).toContain('Pay €803.00');
  expect(page.html).toContain('value="ada@example.com"');
  expect((await cart.stripe.paymentIntents.list()).data).toEqual([]);
  expect(leadsTo(await submit(page, guest))).toContain('/welcome');
});

localOnly('the bank’s answer about another order pays nothing', async () => {
  const { url, stripe, session } = await aCheckout({ allow_promotion_codes: true });
  await aPromotionCode(stripe);
  const bank = leadsTo(await pay(url, { ...CARD, email: 'ada@example.com', number: '4000002500003155' }));
  await submit(await visit(url), { code: 'SPRING25', do: 'apply' });
  expect((await visit(bank)).text).toContain('This question is no longer open');
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
  expect((await stripe.subscriptions.list()).data).toEqual([]);
});
