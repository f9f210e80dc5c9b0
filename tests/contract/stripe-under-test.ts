import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { inject, test } from 'vitest';
import { noteMade } from '../rig/made-at-stripe';

/**
 * The contract is played against the local Stripe, or against Stripe itself when STRIPE_TEST_KEY holds a
 * test-mode key of an account kept for that.
 */
const realKey = process.env.STRIPE_TEST_KEY;

/** Where the Stripe under test listens. */
export const base = realKey ? 'https://api.stripe.com' : inject('stripeApiBase');

/** For what only a stand-in can play: a movable clock, posts to portal pages, accounts made on the spot. */
export const localOnly = realKey ? test.skip : test;

/** For what counts on the suite's clock standing at 16 November 2026; real Stripe would want a test clock. */
export const onFrozenClock = localOnly;

/** The version every test speaks. */
export const API_VERSION = '2026-10-28.endive';

export type Account = Readonly<{ key: string; stripe: Stripe }>;

/** A fresh, empty account. Against real Stripe it is always the same one, and not empty. */
export function anAccount(): Account {
  const key = realKey ?? `sk_test_${randomUUID().replaceAll('-', '')}`;
  const { hostname, port, protocol } = new URL(base);
  const http = protocol === 'http:';
  const stripe = new Stripe(key, {
    apiVersion: API_VERSION,
    host: hostname,
    port: port || (http ? 80 : 443),
    protocol: http ? 'http' : 'https',
    maxNetworkRetries: 0,
    telemetry: false,
    ...(realKey && { httpClient: Stripe.createFetchHttpClient(noting) }),
  });
  return { key, stripe };
}

/** Requests to real Stripe, noting what they make: it is taken away when the suite has ended. */
async function noting(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const answer = await fetch(input, init);
  const url = new URL(input instanceof Request ? input.url : input);
  if (init?.method === 'POST' && answer.ok) noteMade(url.pathname, await answer.clone().json());
  return answer;
}

/** Freezes this account's clock at `now` (Unix seconds); other accounts are untouched. */
export async function setClock({ key }: Account, now: number): Promise<void> {
  const answer = await fetch(`${base}/_local/clock`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: new URLSearchParams({ now: String(now) }),
  });
  if (!answer.ok) throw new Error(`The clock was not set to ${now}: ${answer.status} ${await answer.text()}`);
}

export type WireAnswer = Readonly<{
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown>;
}>;

/** One request as it goes over the wire, without the SDK: `form` is sent as written. */
export async function wire(
  { key }: Account,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  { form, headers }: { form?: string; headers?: Record<string, string> } = {},
): Promise<WireAnswer> {
  const answer = await (realKey ? noting : fetch)(`${base}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'stripe-version': API_VERSION,
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    ...(form !== undefined && { body: form }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) };
}
