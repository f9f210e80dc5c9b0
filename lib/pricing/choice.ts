import {
  CURRENCIES,
  type Currency,
  INTERVALS,
  type Interval,
  PLAN_KEYS,
  type PlanKey,
} from '../billing/catalogue';
import { trimmedCode } from '../billing/promotion';
import type { Refusal } from '../billing/refusal';
import { oneOf } from '../search';

/** What somebody chose on the pricing page: only keys that are looked up again, nothing priced. */
export type Choice = Readonly<{
  plan: PlanKey | null;
  interval: Interval;
  currency: Currency | null;
  /** The promotion code as it was typed. */
  promo: string | null;
  /** How many of a plan that is sold by number, as it was typed: '' for an empty field, null when nothing was said. */
  quantity: string | null;
}>;

/** Reads a choice from form fields or query parameters, in any case; what is not on offer is dropped. */
export function readChoice(field: (name: string) => unknown): Choice {
  return {
    plan: oneOf(PLAN_KEYS, key(field('plan'))) ?? null,
    interval: oneOf(INTERVALS, key(field('interval'))) ?? 'month',
    currency: oneOf(CURRENCIES, key(field('currency'))) ?? null,
    promo: readPromo(field('promo')),
    quantity: readQuantity(field('quantity')),
  };
}

/** The pricing page with this choice, as a path; with a refusal, the page says so. */
export function pricingPath(choice: Choice, refused?: string): string {
  const query = new URLSearchParams();
  if (choice.promo) query.set('promo', choice.promo);
  if (choice.plan) query.set('plan', choice.plan);
  query.set('interval', choice.interval);
  if (choice.currency) query.set('currency', choice.currency);
  if (choice.quantity !== null) query.set('quantity', choice.quantity);
  if (refused) query.set('refused', refused);
  return `/pricing?${query}`;
}

const LONGEST_PROMO = 500;
/** Characters: enough to show what was typed, whatever it was. */
const LONGEST_QUANTITY = 40;

/** How many were asked for, as it was typed; null when nothing was said. */
export const readQuantity = (value: unknown): string | null =>
  typeof value === 'string' ? value.trim().slice(0, LONGEST_QUANTITY) : null;

function readPromo(value: unknown): string | null {
  const text = typeof value === 'string' ? trimmedCode(value).slice(0, LONGEST_PROMO + 1) : '';
  return text === '' ? null : text;
}

const key = (value: unknown) => (typeof value === 'string' ? value.trim().toLowerCase() : value);

/** What of an address is not on offer, for the page to say: a plan that is no longer sold, a currency that never was. */
export function unknownChoice(field: (name: string) => unknown): Refusal | null {
  const named = (name: string) => typeof field(name) === 'string' && field(name) !== '';
  const { plan, currency } = readChoice(field);
  if (named('plan') && plan === null) return 'unknown-plan';
  return named('currency') && currency === null ? 'unknown-currency' : null;
}
