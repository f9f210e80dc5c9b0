import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';

/** The month most tests live in; the suite's clock is frozen at its half, NOVEMBER_16 (00:00 UTC, Unix seconds). */
export const NOVEMBER_1 = 1793491200;
export const NOVEMBER_16 = 1794787200;
export const DECEMBER_1 = 1796083200;

export type Plan = Readonly<{ product: string; month: string; year: string }>;

/** One product with a monthly and a yearly price (minor units of `currency`). Ids come back. */
export async function aPlan(
  stripe: Stripe,
  { name = 'Pro', month = 4900, year = 49000, currency = 'usd' } = {},
): Promise<Plan> {
  const product = await stripe.products.create({ name });
  const price = (interval: 'month' | 'year', unit_amount: number) =>
    stripe.prices.create({ product: product.id, currency, unit_amount, recurring: { interval } });
  const [monthly, yearly] = await Promise.all([price('month', month), price('year', year)]);
  return { product: product.id, month: monthly.id, year: yearly.id };
}

export type Catalogue = Readonly<{ starter: Plan; pro: Plan }>;

/** Starter at $15.00 a month or $150.00 a year, Pro at $49.00 or $490.00. */
export async function aCatalogue(stripe: Stripe): Promise<Catalogue> {
  const [starter, pro] = await Promise.all([
    aPlan(stripe, { name: 'Starter', month: 1500, year: 15000 }),
    aPlan(stripe, { name: 'Pro', month: 4900, year: 49000 }),
  ]);
  return { starter, pro };
}

export type CustomerWithCard = Readonly<{ customer: string; paymentMethod: string }>;

/** A customer whose default card is a fresh copy of `card`, one of Stripe's test payment methods. */
export async function aCustomer(stripe: Stripe, { card = 'pm_card_visa' } = {}): Promise<CustomerWithCard> {
  const customer = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada Lovelace' });
  return { customer: customer.id, paymentMethod: await replaceCard(stripe, customer.id, card) };
}

/** Attaches `card` and makes it the customer's default; the id of the attached payment method comes back. */
export async function replaceCard(stripe: Stripe, customer: string, card: string): Promise<string> {
  const paymentMethod = await stripe.paymentMethods.attach(card, { customer });
  await stripe.customers.update(customer, {
    invoice_settings: { default_payment_method: paymentMethod.id },
  });
  return paymentMethod.id;
}

export type Subscriber = CustomerWithCard &
  Readonly<{ subscription: string; item: string; created: Stripe.Subscription }>;

/**
 * A customer with one subscription of one item. `since` and `renews` (Unix seconds, one interval apart) give a
 * period that began in the past; without them it begins now. `terms` are any further create params.
 */
export async function aSubscriber(
  stripe: Stripe,
  {
    price,
    quantity = 1,
    card = 'pm_card_visa',
    since,
    renews,
    terms = {},
  }: {
    price: string;
    quantity?: number;
    card?: string;
    since?: number;
    renews?: number;
    terms?: Stripe.SubscriptionCreateParams;
  },
): Promise<Subscriber> {
  const { customer, paymentMethod } = await aCustomer(stripe, { card });
  const created = await stripe.subscriptions.create({
    customer,
    items: [{ price, quantity }],
    ...(since !== undefined && { backdate_start_date: since }),
    ...(renews !== undefined && { billing_cycle_anchor: renews }),
    ...terms,
  });
  return { customer, paymentMethod, subscription: created.id, item: onlyItem(created).id, created };
}

/** The one item of a subscription that has one. */
export function onlyItem(subscription: Stripe.Subscription): Stripe.SubscriptionItem {
  const [item, ...others] = subscription.items.data;
  if (!item || others.length > 0) {
    throw new Error(`${subscription.id} has ${subscription.items.data.length} items; this test wants one`);
  }
  return item;
}

/** A code that no other test has: at real Stripe all of them share one account. */
export const ownCode = (word: string): string =>
  process.env.STRIPE_TEST_KEY ? `${word}${randomUUID().slice(0, 8)}` : word;

/** A coupon and a promotion code for it; `restrictions` are the code's. */
export async function aPromotionCode(
  stripe: Stripe,
  {
    code = 'SPRING25',
    coupon = { percent_off: 25, duration: 'repeating', duration_in_months: 3 },
    ...params
  }: { code?: string; coupon?: Stripe.CouponCreateParams } & Omit<
    Partial<Stripe.PromotionCodeCreateParams>,
    'promotion' | 'code'
  > = {},
): Promise<Stripe.PromotionCode> {
  const { id } = await stripe.coupons.create(coupon);
  return stripe.promotionCodes.create({
    promotion: { type: 'coupon', coupon: id },
    code: ownCode(code),
    ...params,
  });
}

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features;

/**
 * A portal configuration with everything on, offering the monthly and yearly price of each plan, changes invoiced
 * at once. `update` and `features` override the subscription-update feature and the features.
 */
export async function aPortalConfiguration(
  stripe: Stripe,
  {
    plans,
    update = {},
    features = {},
  }: {
    plans: readonly Plan[];
    update?: Partial<NonNullable<Features['subscription_update']>>;
    features?: Features;
  },
): Promise<string> {
  const configuration = await stripe.billingPortal.configurations.create({
    features: {
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: true, mode: 'at_period_end' },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price', 'quantity', 'promotion_code'],
        proration_behavior: 'always_invoice',
        products: plans.map(({ product, month, year }) => ({ product, prices: [month, year] })),
        ...update,
      },
      ...features,
    },
  });
  return configuration.id;
}
