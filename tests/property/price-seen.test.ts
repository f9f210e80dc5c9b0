import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { applyPromotion, type PromotionCode, type PromotionResult } from '@/lib/billing/promotion';
import { money } from '@/lib/money';
import { findPromotionCode } from '@/lib/stripe/promotion-codes';
import { FROZEN_NOW } from '../rig/frozen-now';
import { patience, runs } from './runs';
import { type Answer, type Body, type Params, StripeAccount } from './stripe-client';

// The price that the app's pages show is worked out by lib/billing/promotion.ts; what is paid, by Stripe. Here both
// say their part about the same coupon, price and currency.

const CURRENCIES = ['usd', 'eur', 'jpy', 'kwd'] as const;
type Currency = (typeof CURRENCIES)[number];

const account = new StripeAccount();
beforeAll(async () => {
  Object.assign(process.env, {
    APP_URL: 'http://localhost:3000',
    NEXTAUTH_SECRET: 'only-for-the-property-tests',
    DATABASE_URL: 'postgres://nobody@localhost/none',
    STRIPE_API_BASE: account.base,
    STRIPE_SECRET_KEY: account.key,
    STRIPE_WEBHOOK_SECRET: 'whsec_only_for_the_property_tests',
  });
  await account.setClock(FROZEN_NOW);
});

/** Minor units; three-decimal amounts end in a zero at Stripe. */
const amount = fc.integer({ min: 1, max: 30_000 }).map((units) => units * 10);
const inCurrencies = fc.record({ usd: amount, eur: amount, jpy: amount, kwd: amount });

const someCurrencies = fc.subarray([...CURRENCIES], { minLength: 1 });
const coupon = fc.oneof(
  fc.record({ percent: fc.integer({ min: 1, max: 10_000 }).map((hundredths) => hundredths / 100) }),
  fc.record({ amounts: inCurrencies, currencies: someCurrencies }),
);

const offer = fc.record({
  prices: inCurrencies,
  currency: fc.constantFrom<Currency>(...CURRENCIES),
  quantity: fc.constantFrom(1, 1, 2, 3, 7, 10),
  coupon,
  counts: fc.constantFrom('for every product', 'for this product', 'for another product'),
  minimum: fc.option(amount, { nil: null, freq: 1 }).chain((some) => fc.constantFrom(null, null, null, some)),
});
type Offer = typeof offer extends fc.Arbitrary<infer T> ? T : never;

type Set = Readonly<{ seen: PromotionResult; update: Params; subscription: string }>;

/** A subscriber of a free plan at the start of a period, the dear plan, the code, and what the app makes of them. */
async function set(given: Offer): Promise<Set> {
  const { prices, currency, quantity } = given;
  const made = (path: string, params: Params): Promise<Body> => account.made('POST', path, params);
  const monthly = async (name: string, amounts: Readonly<Record<Currency, number>>): Promise<Body> =>
    made('/v1/prices', {
      product_data: { name },
      currency: 'usd',
      unit_amount: amounts.usd,
      recurring: { interval: 'month' },
      currency_options: Object.fromEntries(
        CURRENCIES.slice(1).map((each) => [each, { unit_amount: amounts[each] }]),
      ),
    });
  const free = await monthly('Free', { usd: 0, eur: 0, jpy: 0, kwd: 0 });
  const dear = await monthly('Pro', prices);
  const customer = await made('/v1/customers', { payment_method: 'pm_card_visa' });
  const [method] = await account.all(`/v1/customers/${customer.id}/payment_methods`);
  await made(`/v1/customers/${customer.id}`, { invoice_settings: { default_payment_method: method.id } });
  const subscription = await made('/v1/subscriptions', {
    customer: customer.id,
    currency,
    items: [{ price: free.id }],
  });
  const { code, id } = await aCode(given, { here: dear.product, elsewhere: free.product });
  return {
    seen: applyPromotion(
      code,
      {
        price: money(prices[currency] * quantity, currency),
        productId: dear.product,
        customer: customer.id,
        hasPaidBefore: false,
        isUpdate: true,
      },
      FROZEN_NOW,
    ),
    subscription: subscription.id,
    update: {
      items: [{ id: subscription.items.data[0].id, price: dear.id, quantity }],
      discounts: [{ promotion_code: id }],
    },
  };
}

/** The code at Stripe, read as the app's pages read it. */
async function aCode(
  { coupon: terms, counts, minimum }: Offer,
  products: Readonly<{ here: string; elsewhere: string }>,
): Promise<{ id: string; code: PromotionCode }> {
  const applies = counts === 'for this product' ? products.here : products.elsewhere;
  const { id: couponId } = await account.made('POST', '/v1/coupons', {
    duration: 'forever',
    ...(counts !== 'for every product' && { applies_to: { products: [applies] } }),
    ...('percent' in terms ? { percent_off: terms.percent } : amountsOff(terms)),
  });
  const { id, code } = await account.made('POST', '/v1/promotion_codes', {
    promotion: { type: 'coupon', coupon: couponId },
    ...(minimum !== null && { restrictions: { minimum_amount: minimum, minimum_amount_currency: 'usd' } }),
  });
  const read = await findPromotionCode(code, null);
  if (!read) throw new Error(`The app does not find the code ${code}`);
  return { id, code: read };
}

function amountsOff({
  amounts,
  currencies,
}: {
  amounts: Record<Currency, number>;
  currencies: Currency[];
}): Params {
  const [first = 'usd', ...others] = currencies;
  return {
    currency: first,
    amount_off: amounts[first],
    ...(others.length > 0 && {
      currency_options: Object.fromEntries(others.map((each) => [each, { amount_off: amounts[each] }])),
    }),
  };
}

/** What a change of plan has to come to: the price that was seen, the full one, or a refusal. */
function expectPaid(answer: Answer, { seen }: Set, full: number, total: (body: Body) => number): void {
  if (seen.applies) expect(total(answer.body)).toBe(seen.discounted.amount);
  else if (seen.reason === 'other-product' && answer.status === 200) expect(total(answer.body)).toBe(full);
  else expect(answer.status, seen.reason).toBe(400);
}

test(
  'the price you see is the price a preview says and the price you pay',
  () =>
    fc.assert(
      fc.asyncProperty(offer, async (given) => {
        const made = await set(given);
        const full = given.prices[given.currency] * given.quantity;
        const preview = await account.call('POST', '/v1/invoices/create_preview', {
          subscription: made.subscription,
          discounts: made.update.discounts ?? null,
          subscription_details: { items: made.update.items ?? null, proration_behavior: 'always_invoice' },
        });
        expectPaid(preview, made, full, ({ total }) => total);
        const change = await account.call('POST', `/v1/subscriptions/${made.subscription}`, {
          ...made.update,
          proration_behavior: 'always_invoice',
          expand: ['latest_invoice'],
        });
        expectPaid(change, made, full, ({ latest_invoice }) => latest_invoice.total);
        if (change.status !== 200) return;
        // And every month after that.
        const renewal = await account.call('POST', '/v1/invoices/create_preview', {
          subscription: made.subscription,
        });
        expectPaid(renewal, made, full, ({ total }) => total);
      }),
      runs(30),
    ),
  patience(60_000),
);

test('a discounted price and what is off make the price, and neither is ever below nothing', () => {
  const terms = {
    id: 'promo_1',
    code: 'X',
    active: true,
    expiresAt: null,
    maxRedemptions: null,
    timesRedeemed: 0,
  };
  const free = { customer: null, firstTimeTransaction: false, minimumAmount: null };
  const bare = {
    id: 'c',
    name: null,
    valid: true,
    redeemBy: null,
    durationInMonths: null,
    appliesToProducts: null,
  };
  fc.assert(
    fc.property(offer, ({ prices, currency, coupon: given }) => {
      const result = applyPromotion(
        {
          ...terms,
          ...free,
          coupon: {
            ...bare,
            duration: 'forever',
            percentOff: 'percent' in given ? given.percent : null,
            amountOff: 'percent' in given ? null : given.amounts,
          },
        },
        {
          price: money(prices[currency], currency),
          productId: 'p',
          customer: null,
          hasPaidBefore: true,
          isUpdate: true,
        },
        FROZEN_NOW,
      );
      if (!result.applies) throw new Error(result.reason);
      expect(result.discounted.amount + result.off.amount).toBe(prices[currency]);
      expect(result.discounted.amount).toBeGreaterThanOrEqual(0);
      expect(result.off.amount).toBeGreaterThanOrEqual(0);
      // whole minor units, not a float that only looks like one
      expect([result.discounted.amount, result.off.amount].every(Number.isSafeInteger)).toBe(true);
    }),
    runs(300),
  );
});
