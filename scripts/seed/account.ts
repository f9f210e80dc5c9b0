import Stripe from 'stripe';

/** What the seed works on: a Stripe account, and how many things it has made there. */
export type Account = {
  readonly stripe: Stripe;
  /** Unix seconds. */
  readonly now: number;
  /** Moves the account's clock to `now` (Unix seconds, null: back to its own time); null at Stripe itself. */
  readonly moveClock: ((now: number | null) => Promise<void>) | null;
  created: number;
};

/** What this seed made carries this metadata, so that it is found again and told from what people made by hand. */
export const MARK = 'sidedoor_seed';

/**
 * @param key a test-mode secret key
 * @param apiBase e.g. http://127.0.0.1:12111
 * @param now Unix seconds
 */
export function openAccount(key: string, apiBase: string, now: number): Account {
  const { protocol, hostname, port } = new URL(apiBase);
  const http = protocol === 'http:';
  const stripe = new Stripe(key, {
    host: hostname,
    port: port || (http ? 80 : 443),
    protocol: http ? 'http' : 'https',
    telemetry: false,
  });
  return { stripe, now, moveClock: http ? (to) => moveLocalClock(key, apiBase, to) : null, created: 0 };
}

/** Tells the local Stripe the name that its hosted pages show; at Stripe it is set in the Dashboard. */
export async function nameBusiness(key: string, apiBase: string, name: string): Promise<void> {
  if (new URL(apiBase).protocol === 'http:')
    await postLocal(key, apiBase, 'account', { business_name: name });
}

const moveLocalClock = (key: string, apiBase: string, now: number | null) =>
  postLocal(key, apiBase, 'clock', { now: now === null ? '' : String(now) });

async function postLocal(
  key: string,
  apiBase: string,
  what: string,
  form: Record<string, string>,
): Promise<void> {
  const answer = await fetch(`${apiBase}/_local/${what}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: new URLSearchParams(form),
  });
  if (!answer.ok)
    throw new Error(
      `The local Stripe refused ${what} ${JSON.stringify(form)}: ${answer.status} ${await answer.text()}`,
    );
}

/** What `find` gives, or null when Stripe has no such object. */
export async function findOrNull<T>(find: Promise<T>): Promise<T | null> {
  try {
    return await find;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing')
      return null;
    throw error;
  }
}
