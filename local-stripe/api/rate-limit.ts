import type { Account } from '../account';
import { ApiError } from '../wire/errors';

/** When the requests of the last second came, in milliseconds of real time. */
const recent = new WeakMap<Account, number[]>();

/** Throws a 429 when the account has a limit (`POST /_local/rate_limit`) and this request is one too many. */
export function checkRate(account: Account): void {
  const limit = account.store.get('settings', 'rate_limit')?.value;
  if (typeof limit !== 'number') return;
  const now = performance.now();
  const lastSecond = (recent.get(account) ?? []).filter((moment) => moment > now - 1_000);
  recent.set(account, lastSecond);
  if (lastSecond.length >= limit)
    throw new ApiError(
      429,
      'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
      { code: 'rate_limit' },
    );
  lastSecond.push(now);
}
