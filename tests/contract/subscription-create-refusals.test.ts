import { beforeAll, expect, test } from 'vitest';
import { aCustomer, aPlan, aSubscriber } from '../factories';
import { anAccount } from './stripe-under-test';

const { stripe } = anAccount();
let price: string;
beforeAll(async () => {
  price = (await aPlan(stripe)).month;
});

test.each([
  [
    'an anchor after the first interval',
    (p: string, c: string) => ({ customer: c, items: [{ price: p }], billing_cycle_anchor: 9_000_000_000 }),
    undefined,
    'billing_cycle_anchor',
    'billing_cycle_anchor cannot be later than next natural billing date',
  ],
  [
    'a trial of more than two years',
    (p: string, c: string) => ({ customer: c, items: [{ price: p }], trial_end: 9_000_000_000 }),
    undefined,
    'trial_end',
    'two years',
  ],
  [
    'an unknown customer',
    (p: string, _c: string) => ({ customer: 'cus_none', items: [{ price: p }] }),
    'resource_missing',
    'customer',
    `No such customer: 'cus_none'`,
  ],
  [
    'an unknown price',
    (_p: string, c: string) => ({ customer: c, items: [{ price: 'price_none' }] }),
    'resource_missing',
    'items[0][price]',
    `No such price: 'price_none'`,
  ],
  [
    'an unknown coupon',
    (p: string, c: string) => ({ customer: c, items: [{ price: p }], discounts: [{ coupon: 'NONE' }] }),
    'resource_missing',
    expect.stringContaining('discounts'),
    `No such coupon: 'NONE'`,
  ],
  [
    'the old coupon parameter',
    (p: string, c: string) => ({ customer: c, items: [{ price: p }], coupon: 'X' }),
    'parameter_unknown',
    'coupon',
    'Received unknown parameter: coupon',
  ],
  [
    'the old promotion_code parameter',
    (p: string, c: string) => ({ customer: c, items: [{ price: p }], promotion_code: 'X' }),
    'parameter_unknown',
    'promotion_code',
    'Received unknown parameter: promotion_code',
  ],
  [
    'no customer',
    (p: string, _c: string) => ({ items: [{ price: p }] }),
    'parameter_missing',
    'customer',
    'Missing required param: customer.',
  ],
])('%s is refused', async (_what, params, code, param, message) => {
  const { customer } = await aCustomer(stripe);
  await expect(stripe.rawRequest('POST', '/v1/subscriptions', params(price, customer))).rejects.toMatchObject(
    {
      statusCode: 400,
      rawType: 'invalid_request_error',
      code,
      param,
      message: expect.stringContaining(message),
    },
  );
});

test('a customer’s currency is fixed by the first subscription', async () => {
  const euros = await aPlan(stripe, { currency: 'eur' });
  const { customer } = await aSubscriber(stripe, { price });
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ currency: 'usd' });
  await expect(
    stripe.subscriptions.create({ customer, items: [{ price: euros.month }] }),
  ).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
    message: expect.stringContaining('You cannot combine currencies on a single customer.'),
  });
});
