import { expect, test } from 'vitest';
import { aPlan, aPromotionCode, aSubscriber, NOVEMBER_16, ownCode } from '../factories';
import { anAccount, localOnly, onFrozenClock, setClock } from './stripe-under-test';

const DAY = 86_400;

test('a promotion code names its coupon in promotion', async () => {
  const { stripe } = anAccount();
  const coupon = await stripe.coupons.create({ percent_off: 25 });
  const code = ownCode('SPRING25');
  const promotionCode = await stripe.promotionCodes.create({
    promotion: { type: 'coupon', coupon: coupon.id },
    code,
    metadata: { campaign: 'spring' },
  });
  expect(promotionCode).toMatchObject({
    id: expect.stringMatching(/^promo_/),
    object: 'promotion_code',
    active: true,
    code,
    customer: null,
    expires_at: null,
    max_redemptions: null,
    times_redeemed: 0,
    promotion: { type: 'coupon', coupon: coupon.id },
    restrictions: { first_time_transaction: false, minimum_amount: null, minimum_amount_currency: null },
    metadata: { campaign: 'spring' },
  });
  expect(promotionCode).not.toHaveProperty('coupon');
  const expanded = await stripe.promotionCodes.retrieve(promotionCode.id, { expand: ['promotion.coupon'] });
  expect(expanded.promotion.coupon).toMatchObject({ object: 'coupon', percent_off: 25 });
});

test('a code left out is eight upper-case characters', async () => {
  const { stripe } = anAccount();
  const coupon = await stripe.coupons.create({ percent_off: 25 });
  const { code } = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } });
  expect(code).toMatch(/^[A-Z0-9]{8}$/);
});

test('the old coupon parameter is unknown', async () => {
  const { stripe } = anAccount();
  const coupon = await stripe.coupons.create({ percent_off: 25 });
  await expect(stripe.rawRequest('POST', '/v1/promotion_codes', { coupon: coupon.id })).rejects.toMatchObject(
    {
      statusCode: 400,
      rawType: 'invalid_request_error',
    },
  );
});

test('the list finds a code whatever its case', async () => {
  const { stripe } = anAccount();
  const spring = await aPromotionCode(stripe, { code: 'SPRING25' });
  await aPromotionCode(stripe, { code: 'AUTUMN25' });
  const found = await stripe.promotionCodes.list({ code: spring.code.toLowerCase(), active: true });
  expect(found.data.map(({ id }) => id)).toEqual([spring.id]);
});

test('the list can be narrowed by coupon and by active', async () => {
  const { stripe } = anAccount();
  const one = await aPromotionCode(stripe, { code: 'ONE' });
  const two = await aPromotionCode(stripe, { code: 'TWO' });
  await stripe.promotionCodes.update(two.id, { active: false });
  const ids = async ({ promotion }: typeof one, active?: boolean) => {
    const coupon = String(promotion.coupon);
    const { data } = await stripe.promotionCodes.list({ coupon, ...(active !== undefined && { active }) });
    return data.map(({ id }) => id);
  };
  expect(await ids(one)).toEqual([one.id]);
  expect(await ids(one, true)).toEqual([one.id]);
  expect(await ids(one, false)).toEqual([]);
  expect(await ids(two, false)).toEqual([two.id]);
});

test('a code is unique among active codes, in any case', async () => {
  const { stripe } = anAccount();
  const upper = ownCode('SPRING25').toUpperCase();
  const { id } = await stripe.coupons.create({ percent_off: 25, duration: 'once' });
  const create = (code: string) =>
    stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: id }, code });
  const first = await create(upper);
  await expect(create(upper.toLowerCase())).rejects.toMatchObject({ statusCode: 400 });
  await stripe.promotionCodes.update(first.id, { active: false });
  expect((await create(upper.toLowerCase())).active).toBe(true);
});

test.each([
  ['a code with a space', { code: 'SPRING 25' }],
  ['a code of 501 characters', { code: 'A'.repeat(501) }],
  ['an unknown customer', { code: 'A', customer: 'cus_none' }],
  ['more redemptions than the coupon’s', { code: 'A', max_redemptions: 6 }],
])('%s is refused', async (_what, params) => {
  const { stripe } = anAccount();
  const coupon = { percent_off: 25, max_redemptions: 5 };
  await expect(aPromotionCode(stripe, { coupon, ...params })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

onFrozenClock('a code does not end after its coupon', async () => {
  const { stripe } = anAccount();
  const coupon = { percent_off: 25, redeem_by: NOVEMBER_16 + 10 * DAY };
  await expect(aPromotionCode(stripe, { coupon, expires_at: NOVEMBER_16 + 11 * DAY })).rejects.toMatchObject({
    statusCode: 400,
    param: 'expires_at',
  });
});

localOnly('a coupon can be redeemed until the moment of redeem_by, that one included', async () => {
  const account = anAccount();
  const { stripe } = account;
  const end = NOVEMBER_16 + 10 * DAY;
  await setClock(account, NOVEMBER_16);
  const { id } = await stripe.coupons.create({ percent_off: 25, redeem_by: end });
  await setClock(account, end);
  expect((await stripe.coupons.retrieve(id)).valid).toBe(true);
  await setClock(account, end + 1);
  expect((await stripe.coupons.retrieve(id)).valid).toBe(false);
});

test('a code of an unknown coupon is refused with the coupon named', async () => {
  const { stripe } = anAccount();
  await expect(
    stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: 'NONE' }, code: 'A' }),
  ).rejects.toMatchObject({ statusCode: 400, code: 'resource_missing', message: `No such coupon: 'NONE'` });
});

test('restrictions come back as given', async () => {
  const { stripe } = anAccount();
  const { id } = await aPromotionCode(stripe, {
    restrictions: {
      first_time_transaction: true,
      minimum_amount: 2000,
      minimum_amount_currency: 'usd',
      currency_options: { eur: { minimum_amount: 1800 } },
    },
  });
  const promotionCode = await stripe.promotionCodes.retrieve(id, {
    expand: ['restrictions.currency_options'],
  });
  expect(promotionCode.restrictions).toMatchObject({
    first_time_transaction: true,
    minimum_amount: 2000,
    minimum_amount_currency: 'usd',
    currency_options: { eur: { minimum_amount: 1800 } },
  });
});

test('active and metadata can be changed, the code cannot', async () => {
  const { stripe } = anAccount();
  const { id } = await aPromotionCode(stripe);
  expect(await stripe.promotionCodes.update(id, { active: false, metadata: { why: 'over' } })).toMatchObject({
    active: false,
    metadata: { why: 'over' },
  });
  await expect(
    stripe.rawRequest('POST', `/v1/promotion_codes/${id}`, { code: 'OTHER' }),
  ).rejects.toMatchObject({
    code: 'parameter_unknown',
    param: 'code',
  });
});

localOnly('a code is over once its end has passed, and cannot be reactivated', async () => {
  const account = anAccount();
  await setClock(account, NOVEMBER_16);
  const { id } = await aPromotionCode(account.stripe, { expires_at: NOVEMBER_16 + DAY });
  await setClock(account, NOVEMBER_16 + DAY);
  expect((await account.stripe.promotionCodes.retrieve(id)).active).toBe(false);
  expect((await account.stripe.promotionCodes.list({ active: true })).data).toEqual([]);
  await expect(account.stripe.promotionCodes.update(id, { active: true })).rejects.toMatchObject({
    statusCode: 400,
  });
});

test('a code of a deleted coupon is no longer active', async () => {
  const { stripe } = anAccount();
  const { id, promotion } = await aPromotionCode(stripe);
  await stripe.coupons.del(String(promotion.coupon));
  expect((await stripe.promotionCodes.retrieve(id)).active).toBe(false);
});

test('a code of a coupon that is used up was never active', async () => {
  const { stripe } = anAccount();
  const { month } = await aPlan(stripe);
  const { subscription } = await aSubscriber(stripe, { price: month });
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'forever', max_redemptions: 1 });
  await stripe.subscriptions.update(subscription, { discounts: [{ coupon: coupon.id }] });
  const promotion = { type: 'coupon', coupon: coupon.id } as const;
  expect((await stripe.promotionCodes.create({ promotion })).active).toBe(false);
});
