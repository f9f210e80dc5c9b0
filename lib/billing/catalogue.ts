/**
 * What the company sells. Pure data: the seed creates it at Stripe, the pages print it,
 * and Stripe's prices are found again by lookup key. All amounts are minor units.
 */

export const INTERVALS = ['month', 'year'] as const;
export type Interval = (typeof INTERVALS)[number];
/** As a choice is labelled. */
export const INTERVAL_NAMES: Readonly<Record<Interval, string>> = { month: 'Monthly', year: 'Yearly' };

export const CURRENCIES = ['usd', 'eur', 'jpy'] as const;
export type Currency = (typeof CURRENCIES)[number];
/** In which somebody sees prices who chose no currency. */
export const DEFAULT_CURRENCY: Currency = CURRENCIES[0];

export const PLAN_KEYS = ['free', 'starter', 'pro', 'scale'] as const;
export type PlanKey = (typeof PLAN_KEYS)[number];

/** How a plan is sold by number: as the `quantity` of its subscription's item. */
export type PlanQuantity = Readonly<{
  /** What is counted: Stripe's `unit_label` of the product, which takes 12 characters. */
  unit: string;
  /** The same in the plural. */
  units: string;
  minimum: number;
  maximum: number;
}>;

export type CatalogPlan = Readonly<{
  key: PlanKey;
  name: string;
  tagline: string;
  /** At most six, in the customer's words. */
  features: readonly string[];
  highlighted: boolean;
  /** Minor units; of a plan with a quantity for each unit. */
  prices: Readonly<Record<Interval, Readonly<Record<Currency, number>>>>;
  /** Absent for a plan that everybody has once. */
  quantity?: PlanQuantity;
}>;

export type CatalogPromotion = Readonly<{
  code: string;
  coupon: Readonly<{
    id: string;
    name: string;
    percentOff?: number;
    /** Minor units. */
    amountOff?: Readonly<Record<Currency, number>>;
    duration: 'once' | 'repeating' | 'forever';
    durationInMonths?: number;
    appliesTo?: readonly PlanKey[];
  }>;
  firstTimeTransaction?: true;
  /** The code has run out and is kept to show what a late visitor sees. */
  expired?: true;
}>;

export const COMPANY = {
  name: 'Northlight',
  tagline: 'Uptime checks and status pages for small teams',
  supportEmail: 'help@northlight.example',
} as const;

export const PLANS: readonly CatalogPlan[] = [
  {
    key: 'free',
    name: 'Free',
    tagline: 'For a side project',
    features: ['5 checks, every 10 minutes', '1 public status page', 'E-mail alerts', '7 days of history'],
    highlighted: false,
    prices: { month: { usd: 0, eur: 0, jpy: 0 }, year: { usd: 0, eur: 0, jpy: 0 } },
  },
  {
    key: 'starter',
    name: 'Starter',
    tagline: 'For one product and its team',
    features: [
      '25 checks, every 5 minutes',
      '3 status pages',
      'E-mail and chat alerts',
      '30 days of history',
      '3 people',
    ],
    highlighted: false,
    prices: { month: { usd: 1500, eur: 1400, jpy: 2200 }, year: { usd: 15000, eur: 14000, jpy: 22000 } },
  },
  {
    key: 'pro',
    name: 'Pro',
    tagline: 'For teams with people on call',
    features: [
      '100 checks, every minute',
      'Status pages on your own domain',
      'Text message and phone alerts',
      'On-call rota',
      '1 year of history',
      '10 people',
    ],
    highlighted: true,
    prices: { month: { usd: 4900, eur: 4500, jpy: 7200 }, year: { usd: 49000, eur: 45000, jpy: 72000 } },
  },
  {
    key: 'scale',
    name: 'Scale',
    tagline: 'For many services and many teams',
    features: [
      '1,000 checks, every 20 seconds',
      'Private status pages',
      'Everything in Pro',
      'Single sign-on and audit log',
      '3 years of history',
      'Unlimited people',
    ],
    highlighted: false,
    prices: {
      month: { usd: 14900, eur: 13900, jpy: 22000 },
      year: { usd: 149000, eur: 139000, jpy: 220000 },
    },
    quantity: { unit: 'workspace', units: 'workspaces', minimum: 1, maximum: 10 },
  },
];

/** For whom no plan is enough: no price, no button to pay, a person to talk to. */
export const CUSTOM_PLAN = {
  name: 'Enterprise',
  tagline: 'For many teams under one roof, with terms of your own',
  features: ['Everything in Scale', 'A contract and an invoice', 'Your own region', 'A named person'],
  contact: 'sales@northlight.example',
} as const;

/** What the plans have in common, line by line; a value stands for each plan in the order of PLAN_KEYS. */
export const COMPARISON: readonly Readonly<{
  topic: string;
  values: Readonly<Record<PlanKey, string | boolean>>;
}>[] = [
  { topic: 'Checks', values: { free: '5', starter: '25', pro: '100', scale: '1,000' } },
  {
    topic: 'Checked every',
    values: { free: '10 minutes', starter: '5 minutes', pro: '1 minute', scale: '20 seconds' },
  },
  { topic: 'Status pages', values: { free: '1', starter: '3', pro: '10', scale: 'Unlimited' } },
  { topic: 'History', values: { free: '7 days', starter: '30 days', pro: '1 year', scale: '3 years' } },
  { topic: 'People', values: { free: '1', starter: '3', pro: '10', scale: 'Unlimited' } },
  { topic: 'Workspaces', values: { free: '1', starter: '1', pro: '1', scale: '1 to 10' } },
  { topic: 'Chat alerts', values: { free: false, starter: true, pro: true, scale: true } },
  { topic: 'Text and phone alerts', values: { free: false, starter: false, pro: true, scale: true } },
  { topic: 'Your own domain', values: { free: false, starter: false, pro: true, scale: true } },
  { topic: 'Single sign-on, audit log', values: { free: false, starter: false, pro: false, scale: true } },
];

export const PROMOTIONS: readonly CatalogPromotion[] = [
  {
    code: 'SPRING25',
    coupon: {
      id: 'spring-25',
      name: 'Spring offer',
      percentOff: 25,
      duration: 'repeating',
      durationInMonths: 3,
    },
  },
  { code: 'HELLO20', coupon: { id: 'hello-20', name: 'Hello', percentOff: 20, duration: 'once' } },
  {
    code: 'TENOFF',
    coupon: {
      id: 'ten-off',
      name: 'Ten off',
      amountOff: { usd: 1000, eur: 900, jpy: 1500 },
      duration: 'repeating',
      durationInMonths: 3,
    },
  },
  {
    code: 'LOYAL15',
    coupon: { id: 'loyal-15', name: 'Loyal customer', percentOff: 15, duration: 'forever' },
  },
  {
    code: 'PROONLY30',
    coupon: { id: 'pro-only-30', name: 'Pro month', percentOff: 30, duration: 'once', appliesTo: ['pro'] },
  },
  {
    code: 'WINTER24',
    coupon: { id: 'winter-24', name: 'Winter offer', percentOff: 40, duration: 'once' },
    expired: true,
  },
  {
    code: 'FIRST50',
    coupon: { id: 'first-50', name: 'First invoice', percentOff: 50, duration: 'once' },
    firstTimeTransaction: true,
  },
];

/** What somebody who is about to cancel is offered, and on which plans; the coupon has no code that could be typed. */
export const RETENTION: Readonly<{ plans: readonly PlanKey[]; coupon: CatalogPromotion['coupon'] }> = {
  plans: ['pro', 'scale'],
  coupon: {
    id: 'stay-30',
    name: 'Thank you for staying',
    percentOff: 30,
    duration: 'repeating',
    durationInMonths: 3,
  },
};

/** The Stripe lookup key of a plan's price: `starter_month`. */
export function lookupKey(plan: PlanKey, interval: Interval): string {
  return `${plan}_${interval}`;
}

/** What the company calls a plan, features and list prices included. */
export function catalogPlan(key: PlanKey): CatalogPlan {
  const plan = PLANS.find((candidate) => candidate.key === key);
  if (!plan) throw new RangeError(`The catalogue has no plan "${key}". Plans are ${PLAN_KEYS.join(', ')}.`);
  return plan;
}
