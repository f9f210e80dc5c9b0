import { DEFAULT_CURRENCY } from '../billing/catalogue';
import type { Choice } from './choice';

/** Inner address of the pages that are kept; nobody is to see it, and asked for directly it leads to /pricing. */
export const KEPT = '/prices';
/** Stands for no code; no promotion code can contain it. */
export const NO_CODE = '-';
/** Stands for no plan in particular. */
export const ANY_PLAN = 'any';

/** Where the finished page of an anonymous visitor's choice is kept; `code` in capitals. */
export function keptPath({ interval, currency, plan, promo }: Choice): string {
  return [
    KEPT,
    interval,
    currency ?? DEFAULT_CURRENCY,
    plan ?? ANY_PLAN,
    promo?.toUpperCase() ?? NO_CODE,
  ].join('/');
}
