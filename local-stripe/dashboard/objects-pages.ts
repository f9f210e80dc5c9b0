import { html } from 'hono/html';
import type { Account } from '../account';
import { formatDate, formatMoney } from '../hosted/templates/format';
import type { Html } from '../hosted/templates/layout';
import type { Customer, Invoice, Records, Subscription } from '../records';
import { render } from '../wire/expand';
import { dashboardPage, pathOf, type Tab } from './page';
import { json, moment, rows, status } from './words';

/** How many objects a list shows, newest first. */
const SHOWN = 100;

type Listed = 'customers' | 'subscriptions' | 'invoices';

const ROWS: { [C in Listed]: (account: Account, record: Records[C]) => Html } = {
  customers: customerRow,
  subscriptions: subscriptionRow,
  invoices: invoiceRow,
};

/** The newest customers, subscriptions or invoices. */
export function listPage(account: Account, tab: Listed): Html {
  const row = ROWS[tab] as (account: Account, record: Records[Listed]) => Html; // of the same collection
  const shown: Html[] = [];
  for (const record of account.store.newestFirst(tab)) {
    if (shown.push(row(account, record)) === SHOWN) break;
  }
  const total = account.store.count(tab);
  return dashboardPage({
    title: tab[0]?.toUpperCase() + tab.slice(1),
    account,
    tab,
    body: html`${total > SHOWN ? html`<p class="soft">The newest ${SHOWN} of ${total}.</p>` : ''}
${rows(shown, `No ${tab} yet.`)}`,
  });
}

/** One object as the API answers it; null when there is none. */
export function objectPage(account: Account, tab: Listed, id: string): Html | null {
  const record = account.store.get(tab, id);
  if (!record) return null;
  return dashboardPage({ title: id, account, tab: tab as Tab, body: json(render(account, record, [])) });
}

function customerRow(account: Account, customer: Customer): Html {
  const count = account.store.by('subscriptions', 'customer', customer.id).length;
  return html`<li><span class="what"><a class="id" href="${pathOf(account, 'customers', customer.id)}">${customer.id}</a>
<span>${[customer.name, customer.email].filter(Boolean).join(' · ') || 'no name'}</span></span>
<span>${count} ${count === 1 ? 'subscription' : 'subscriptions'}</span><span class="when">${moment(customer.created)}</span></li>`;
}

function subscriptionRow(account: Account, subscription: Subscription): Html {
  const ends = subscription.cancel_at ?? subscription.items.data[0]?.current_period_end;
  return html`<li><span class="what"><a class="id" href="${pathOf(account, 'subscriptions', subscription.id)}">${subscription.id}</a>
<span>${subscription.items.data.map((item) => itemWords(account, item)).join(', ')}</span>
<span class="soft">of <a class="id" href="${pathOf(account, 'customers', subscription.customer)}">${subscription.customer}</a></span></span>
${status(subscription.status)}
<span class="when">${ends ? `${subscription.cancel_at === null ? 'until' : 'ends'} ${formatDate('en', ends)}` : ''}</span></li>`;
}

function itemWords(account: Account, { price, quantity }: Subscription['items']['data'][number]): string {
  const product = account.store.get('products', price.product)?.name ?? price.product;
  const amount =
    price.unit_amount === null
      ? ''
      : ` ${formatMoney('en', { amount: price.unit_amount, currency: price.currency })}`;
  return `${quantity ?? 1} × ${product}${amount} a ${price.recurring?.interval ?? 'time'}`;
}

function invoiceRow(account: Account, invoice: Invoice): Html {
  const money = { amount: invoice.total, currency: invoice.currency };
  return html`<li><span class="what"><a class="id" href="${pathOf(account, 'invoices', invoice.id)}">${invoice.id}</a>
<span>${formatMoney('en', money)} · ${invoice.billing_reason ?? 'manual'}</span>
<span class="soft">for ${invoice.customer_email ?? invoice.customer}</span></span>
${status(invoice.status ?? 'draft')}<span class="when">${moment(invoice.created)}</span></li>`;
}
