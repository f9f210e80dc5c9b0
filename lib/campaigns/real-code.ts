import 'server-only';
import { isPossibleCode } from '../billing/promotion';
import { log } from '../log';
import { rememberCode } from '../pricing/known-codes';
import { processWide } from '../process-wide';
import { countedClient, spend } from '../security/rate-limit';
import { findPromotionCode } from '../stripe/promotion-codes';
import { rateLimit } from './rate-limit';

const MOST_KEPT = 1_000;
const NO_LONGER_THAN_MS = 60_000;

/**
 * True for a code that Stripe has, whether it can still be used or not. Real codes are kept in memory: promotion codes
 * are never deleted. A guess is asked about at most ten times a second, and as often as one client may guess; after that
 * and when Stripe does not answer it counts as unknown: no cookie, no count, but the pricing page all the same.
 */
export async function isRealCode(code: string): Promise<boolean> {
  if (!isPossibleCode(code)) return false;
  const { real, guesses, mayAsk } = processWide('campaign-codes', () => ({
    real: new Set<string>(),
    guesses: new Map<string, number>(),
    mayAsk: rateLimit(10, 50),
  }));
  const key = code.toUpperCase();
  if (real.has(key)) return true;
  // real time, not lib/clock: a frozen clock would never ask again
  if ((guesses.get(key) ?? 0) > Date.now() || !mayAsk()) return false;
  if ((await spend('code', countedClient())) !== null) return false;
  try {
    const found = await findPromotionCode(code, null);
    if (found) {
      if (real.size < MOST_KEPT) real.add(key);
      rememberCode(found); // the page that the visitor is sent to may be kept
      return true;
    }
    if (guesses.size >= MOST_KEPT) guesses.clear();
    guesses.set(key, Date.now() + NO_LONGER_THAN_MS);
    return false;
  } catch (error) {
    log.warn('campaign.code-not-read', { error });
    return false;
  }
}
