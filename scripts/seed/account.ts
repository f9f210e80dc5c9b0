import type Stripe from 'stripe';
import { stripeAt } from '../setup/connection';

/** What the seed works on: a Stripe account, and how many things it has made there. */
export type Account = {
  readonly stripe: Stripe;
  /** Unix seconds. */
  readonly now: number;
  /** Moves the account's clock to `now` (Unix seconds, null: back to its own time); null at Stripe itself. */
  readonly moveClock: ((now: number | null) => Promise<void>) | null;
  created: number;
};

/**
 * @param key a test-mode secret key
 * @param apiBase e.g. http://127.0.0.1:12111
 * @param now Unix seconds
 */
export function openAccount(key: string, apiBase: string, now: number): Account {
  const local = new URL(apiBase).protocol === 'http:';
  const stripe = stripeAt(key, apiBase);
  return { stripe, now, moveClock: local ? (to) => moveLocalClock(key, apiBase, to) : null, created: 0 };
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
