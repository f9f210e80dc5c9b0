import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { Account } from '../account';
import type { Html } from '../hosted/templates/layout';
import { STYLES } from './styles';
import { nameOf } from './words';

const STYLE_HASH = `sha256-${createHash('sha256').update(STYLES).digest('base64')}`;

export const TABS = [
  'requests',
  'customers',
  'subscriptions',
  'invoices',
  'events',
  'deliveries',
  'portal',
] as const;
export type Tab = (typeof TABS)[number];

const TITLES: Record<Tab, string> = {
  requests: 'Requests',
  customers: 'Customers',
  subscriptions: 'Subscriptions',
  invoices: 'Invoices',
  events: 'Events',
  deliveries: 'Deliveries',
  portal: 'Portal',
};

/** One page of the dashboard. `account` and `tab` are null on the list of accounts. */
export function dashboardPage(
  page: Readonly<{ title: string; account: Account | null; tab: Tab | null; body: Html }>,
): Html {
  const { title, account, tab, body } = page;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} · Local Stripe</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="same-origin">
<meta name="color-scheme" content="light dark">
<style>${raw(STYLES)}</style>
</head>
<body>
<header>
<p class="top"><a class="mark" href="/">Local Stripe</a>${
    account ? html`<span>${nameOf(account)}</span><span class="id soft">${account.id}</span>` : ''
  }</p>
${account ? tabs(account, tab) : ''}
</header>
<main>
<h1>${title}</h1>
${body}
</main>
<footer><p>Test mode on this machine. No money moves, and nothing leaves it but webhooks.</p></footer>
</body>
</html>
`;
}

function tabs(account: Account, current: Tab | null): Html {
  return html`<nav class="tabs" aria-label="${account.id}">${TABS.map(
    (tab) =>
      html`<a href="${pathOf(account, tab)}"${tab === current ? raw(' aria-current="page"') : ''}>${TITLES[tab]}</a>`,
  )}</nav>`;
}

/** Where a page of an account is; further parts are put behind it. */
export const pathOf = (account: Account, ...parts: string[]): string =>
  ['/dashboard', account.id, ...parts.map(encodeURIComponent)].join('/');

/** Sends a page: never stored, framed or led away from, and with no script at all. */
export async function send(c: Context, body: Html, status: 200 | 404 = 200): Promise<Response> {
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'same-origin');
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  c.header('Cross-Origin-Resource-Policy', 'same-origin');
  c.header(
    'Content-Security-Policy',
    `default-src 'none'; style-src '${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  return c.html(await body, status);
}
