import 'server-only';
import type { PromotionCode } from '../billing/promotion';
import { processWide } from '../process-wide';

const MOST_CODES = 200;
/** A finished page is shown for some minutes: one that would outlive its code is not kept at all. */
const LONGEST_SHOWN_SECONDS = 10 * 60;

/** The codes that somebody has asked for and Stripe knows, by their spelling in capitals: until when they may be kept. */
const known = () => processWide('known-codes', () => new Map<string, number>());

/** Codes are found in any case, so all spellings of one share a page. */
const codeKey = (code: string): string => code.toUpperCase();

/** Lets the pages of a code that exists at Stripe be kept. */
export function rememberCode({ code, expiresAt, coupon }: PromotionCode): void {
  const codes = known();
  const end = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, coupon.redeemBy ?? Number.POSITIVE_INFINITY);
  const [oldest] = codes.keys();
  if (codes.size >= MOST_CODES && oldest !== undefined) codes.delete(oldest);
  codes.set(codeKey(code), end);
}

/**
 * True for a code whose pages may be kept: Stripe knows it, and it does not end within the next minutes, while a kept
 * page might still be shown. An ended one stays ended. `now` is Unix seconds.
 */
export function mayBeKept(code: string, now: number): boolean {
  const end = known().get(codeKey(code));
  return end !== undefined && (end <= now || end - now > LONGEST_SHOWN_SECONDS);
}

/** Forgets all codes: one of them was changed. */
export const forgetCodes = (): void => known().clear();
