import { CURRENCIES, INTERVALS, PLANS } from '@/lib/billing/catalogue';
import type { CustomerState, Invoice } from '@/lib/billing/customer-state';
import type { PlanPrice } from '@/lib/billing/plan';
import type { PromotionCode } from '@/lib/billing/promotion';
import type { Discount, PaymentMethod, Subscription, Upcoming } from '@/lib/billing/subscription';

/** The month the unit tests live in: half of the period is over at NOVEMBER_16. Unix seconds. */
export const NOVEMBER_1 = 1793491200;
export const NOVEMBER_16 = 1794787200;
export const DECEMBER_1 = 1796083200;
const FEBRUARY_16 = 1802736000;

/** The catalogue's prices, with ids in the plan's words: `price_pro_month` of `prod_pro`. */
export const PRICES: readonly PlanPrice[] = PLANS.flatMap((plan) =>
  INTERVALS.map((interval) => ({
    priceId: `price_${plan.key}_${interval}`,
    productId: `prod_${plan.key}`,
    plan: plan.key,
    interval,
    amounts: Object.fromEntries(CURRENCIES.map((currency) => [currency, plan.prices[interval][currency]])),
  })),
);

export const VISA: PaymentMethod = {
  id: 'pm_visa',
  type: 'card',
  brand: 'visa',
  last4: '4242',
  expMonth: 8,
  expYear: 2029,
};
export const MASTERCARD: PaymentMethod = { ...VISA, id: 'pm_mastercard', brand: 'mastercard', last4: '4444' };

/** Starter, $15.00 a month, from 1 November to 1 December. */
export function aSubscription(given: Partial<Subscription> = {}): Subscription {
  return {
    id: 'sub_1',
    status: 'active',
    item: 'si_1',
    itemCount: 1,
    priceId: 'price_starter_month',
    productId: 'prod_starter',
    plan: 'starter',
    interval: 'month',
    unit: { amount: 1500, currency: 'usd' },
    quantity: 1,
    currentPeriodStart: NOVEMBER_1,
    currentPeriodEnd: DECEMBER_1,
    cancelAt: null,
    cancelAtPeriodEnd: false,
    canceledAt: null,
    endedAt: null,
    trialEnd: null,
    created: NOVEMBER_1,
    schedule: null,
    upcoming: null,
    pendingUpdate: null,
    discounts: [],
    paymentMethod: null,
    latestInvoice: 'in_first',
    ...given,
  };
}

/** Pro, $49.00 a month, on the same dates. */
export function aProSubscription(given: Partial<Subscription> = {}): Subscription {
  return aSubscription({
    priceId: 'price_pro_month',
    productId: 'prod_pro',
    plan: 'pro',
    unit: { amount: 4900, currency: 'usd' },
    ...given,
  });
}

/** Scale, $149.00 a month for each workspace, on the same dates. */
export function aScaleSubscription(quantity: number, given: Partial<Subscription> = {}): Subscription {
  return aSubscription({
    priceId: 'price_scale_month',
    productId: 'prod_scale',
    plan: 'scale',
    unit: { amount: 14900, currency: 'usd' },
    quantity,
    ...given,
  });
}

/** Another number of workspaces on Scale, from 1 December on. */
export const upcomingScale = (quantity: number): Upcoming => ({
  priceId: 'price_scale_month',
  plan: 'scale',
  interval: 'month',
  unit: { amount: 14900, currency: 'usd' },
  quantity,
  startsAt: DECEMBER_1,
});

/** The first invoice, $15.00, paid on 1 November. */
export function anInvoice(given: Partial<Invoice> = {}): Invoice {
  return {
    id: 'in_first',
    number: 'NL-0001',
    amount: { amount: 1500, currency: 'usd' },
    amountDue: 1500,
    status: 'paid',
    billingReason: 'subscription_create',
    subscription: 'sub_1',
    attemptCount: 1,
    hostedUrl: 'https://invoice.test/in_first',
    created: NOVEMBER_1,
    ...given,
  };
}

/** A customer on Starter who has paid once with a Visa. */
export function aState(given: Partial<CustomerState> = {}): CustomerState {
  return {
    customerId: 'cus_1',
    currency: 'usd',
    deleted: false,
    paymentMethod: VISA,
    billing: { name: null, phone: null, address: [] },
    subscriptions: [aSubscription()],
    invoices: [anInvoice()],
    ...given,
  };
}

/** SPRING25: 25 % off for 3 months, for everybody. */
export function aCode(
  given: Partial<Omit<PromotionCode, 'coupon'>> & { coupon?: Partial<PromotionCode['coupon']> } = {},
): PromotionCode {
  return {
    id: 'promo_1',
    code: 'SPRING25',
    active: true,
    expiresAt: null,
    maxRedemptions: null,
    timesRedeemed: 0,
    customer: null,
    firstTimeTransaction: false,
    minimumAmount: null,
    ...given,
    coupon: {
      id: 'spring-25',
      name: 'Spring offer',
      valid: true,
      redeemBy: null,
      percentOff: 25,
      amountOff: null,
      duration: 'repeating',
      durationInMonths: 3,
      appliesToProducts: null,
      ...given.coupon,
    },
  };
}

/** SPRING25 on the subscription since 16 November, for three months. */
export function aDiscount(
  given: Partial<Omit<Discount, 'coupon'>> & { coupon?: Partial<Discount['coupon']> } = {},
): Discount {
  return {
    id: 'di_1',
    promotionCode: 'promo_1',
    start: NOVEMBER_16,
    end: FEBRUARY_16,
    ...given,
    coupon: { ...aCode().coupon, ...given.coupon },
  };
}
