import type { Account } from '../account';
import { ApiError } from '../wire/errors';

/** Seconds of real time that an answer is kept for at least, unless there are very many. */
const KEPT_FOR = 24 * 3600;
/** How many answers an account keeps; the oldest go first, a batch at a time. */
const KEPT = 10_000;
const BATCH = 1_000;
const MAX_LENGTH = 255;

/** What a key is used for: a POST to this path, with these parameters as form text. */
export type Asked = Readonly<{ path: string; params: string }>;

/** Answers never change, so their text is the same whenever it is made. */
export type Remembered = Readonly<{ status: number; answer: object }>;

/** Real time, whatever the account's clock says: a key is about a connection that broke, not about billing. */
const realNow = (): number => Math.floor(Date.now() / 1000);

/**
 * The answer that this key was given before; undefined when the key is new.
 * Throws when the key is too long, or was first used for something else.
 */
export function recall(account: Account, key: string, { path, params }: Asked): Remembered | undefined {
  if (key.length > MAX_LENGTH)
    throw new ApiError(
      400,
      `Idempotency keys can be at most ${MAX_LENGTH} characters; yours has ${key.length}.`,
    );
  const before = account.store.get('idempotentAnswers', key);
  if (!before || before.at < realNow() - KEPT_FOR) return undefined;
  // One of an older journal, which did not keep them apart.
  if (before.path === undefined) return undefined;
  if (before.path === path && before.params === params) return before;
  throw new ApiError(
    400,
    `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    { type: 'idempotency_error' },
  );
}

/** Keeps an answer for the next request with the same key. */
export function remember(
  account: Account,
  key: string,
  { path, params }: Asked,
  { status, answer }: Remembered,
): void {
  forgetOld(account);
  account.store.put('idempotentAnswers', { id: key, path, params, status, answer, at: realNow() });
}

function forgetOld(account: Account): void {
  const count = account.store.count('idempotentAnswers');
  if (count === 0 || (count < KEPT + BATCH && count % BATCH !== 0)) return;
  const before = realNow() - KEPT_FOR;
  let surplus = count - KEPT;
  const old: string[] = [];
  for (const answer of account.store.oldestFirst('idempotentAnswers')) {
    if (surplus-- <= 0 && answer.at >= before) break;
    old.push(answer.id);
  }
  for (const id of old) account.store.remove('idempotentAnswers', id);
}

/** Takes a key for one request. Throws a 409 while another request holds it; what comes back lets it go. */
export function takeKey({ keysInUse }: Account, key: string): () => void {
  if (keysInUse.has(key))
    throw new ApiError(
      409,
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      { type: 'idempotency_error', code: 'idempotency_key_in_use' },
    );
  keysInUse.add(key);
  return () => keysInUse.delete(key);
}
