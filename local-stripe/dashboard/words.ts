import { html } from 'hono/html';
import type { Account } from '../account';
import type { Html } from '../hosted/templates/layout';

/** The business name, as the hosted pages show it. */
export function nameOf(account: Account): string {
  const name = account.store.get('settings', 'business_name')?.value;
  return typeof name === 'string' ? name : 'Unnamed account';
}

const moments = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
});

/** "16 Nov 2026, 00:00:00 UTC", from Unix seconds. */
export const moment = (unix: number): Html =>
  html`<time datetime="${new Date(unix * 1000).toISOString()}">${moments.format(unix * 1000)} UTC</time>`;

const GOOD = new Set(['active', 'trialing', 'paid', 'delivered', 'complete', 'enabled', 'succeeded']);
const BAD = new Set([
  'past_due',
  'unpaid',
  'incomplete',
  'incomplete_expired',
  'failed',
  'dropped',
  'uncollectible',
]);

/** A status in its colour; the word says it as well. */
export function status(word: string): Html {
  const tone = GOOD.has(word) ? ' good' : BAD.has(word) ? ' bad' : '';
  return html`<span class="status${tone}">${word}</span>`;
}

/** An HTTP status in its colour; null: there was no answer. */
export function httpStatus(code: number | null): Html {
  const tone = code !== null && code < 300 ? ' good' : ' bad';
  return html`<span class="status${tone}">${code ?? 'no answer'}</span>`;
}

/** Links that stand for the customer: portal, Checkout, a bank's question. */
const SESSION_LINK = /\/(p\/session|c\/pay|challenge)\//;
const SECRETS = new Set(['secret', 'client_secret']);

/** An object as JSON to be read, without what opens a door: secrets and links to hosted sessions. */
export function shownJson(value: unknown): string {
  return JSON.stringify(
    value,
    (key, inner) => {
      if (typeof inner !== 'string') return inner;
      if (SECRETS.has(key)) return '•••• (a secret)';
      return key === 'url' && SESSION_LINK.test(inner)
        ? '•••• (whoever has this link is the customer)'
        : inner;
    },
    2,
  );
}

export const json = (value: unknown): Html =>
  html`<pre class="slip json"><code>${shownJson(value)}</code></pre>`;

/** A list, or in words that there is nothing. */
export const rows = (entries: readonly Html[], nothing: string): Html =>
  entries.length === 0
    ? html`<p class="slip empty">${nothing}</p>`
    : html`<ul class="slip rows">${entries}</ul>`;
