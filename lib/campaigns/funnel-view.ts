import { formatMoney, type Money } from '../money';
import type { Funnel } from './funnel';

/** A funnel in finished words. */
export type FunnelView = Readonly<{
  /** Nobody has come by the link yet. */
  isEmpty: boolean;
  steps: readonly FunnelStep[];
  /** "$36.75", each currency by itself; "Nothing yet". */
  revenue: string;
}>;

export type FunnelStep = Readonly<{
  label: string;
  /** "1,234". */
  count: string;
  /** Of the longest bar, 0 to 100. */
  width: number;
  /** "25%" of the step before; null for the first, and where that was nothing. */
  ofBefore: string | null;
}>;

const STEPS = [
  ['visits', 'Visits'],
  ['signedIn', 'Signed in'],
  ['opened', 'Opened Checkout or the portal'],
  ['confirmed', 'Confirmed'],
] as const;

/** A funnel's steps, each with its share of the step before, and what was earned. */
export function funnelView(funnel: Funnel): FunnelView {
  const longest = Math.max(1, ...STEPS.map(([step]) => funnel[step]));
  return {
    isEmpty: funnel.visits === 0,
    steps: STEPS.map(([step, label], place) => {
      const before = STEPS[place - 1]?.[0];
      return {
        label,
        count: countInWords(funnel[step]),
        width: Math.round((1000 * funnel[step]) / longest) / 10,
        ofBefore: before && funnel[before] > 0 ? percent(funnel[step], funnel[before]) : null,
      };
    }),
    revenue: revenueInWords(funnel.revenue),
  };
}

/** Amounts of several currencies are never added up. */
export const revenueInWords = (revenue: readonly Money[]): string =>
  revenue.length === 0 ? 'Nothing yet' : revenue.map((amount) => formatMoney(amount)).join(' + ');

/** "1,234". */
export const countInWords = (count: number): string => count.toLocaleString('en');

function percent(count: number, of: number): string {
  const share = (100 * count) / of;
  return share > 0 && share < 1 ? 'under 1%' : `${Math.round(share)}%`;
}
