import { html } from 'hono/html';
import type { Account } from '../account';
import type { Accounts } from '../accounts';
import type { Html } from '../hosted/templates/layout';
import { dashboardPage, pathOf } from './page';
import { moment, nameOf, rows } from './words';

/** Every account, the one that was used last on top: how developers find theirs, as keys are not kept. */
export function accountsPage(accounts: Accounts): Html {
  const all = [...accounts].sort((a, b) => (lastOf(b)?.at ?? 0) - (lastOf(a)?.at ?? 0));
  return dashboardPage({
    title: 'Accounts',
    account: null,
    tab: null,
    body: html`<p class="soft">One account for each secret key, made on its first request; the one used last comes first.</p>
${rows(all.map(row), 'No account yet. Any sk_test_… key makes one: send a request.')}`,
  });
}

const lastOf = (account: Account) => account.requests.newestFirst()[0];

function row(account: Account): Html {
  const last = lastOf(account);
  const count = (collection: 'customers' | 'subscriptions' | 'events', one: string) => {
    const many = account.store.count(collection);
    return `${many} ${many === 1 ? one : `${one}s`}`;
  };
  return html`<li><span class="what"><a href="${pathOf(account, 'requests')}">${nameOf(account)}</a>
<span class="id soft">${account.id}${account.keyHint ? html` · key ${account.keyHint}` : ''}</span></span>
<span>${count('customers', 'customer')}, ${count('subscriptions', 'subscription')}, ${count('events', 'event')}</span>
<span class="when">${last ? html`last ${last.method} ${last.path}, ${moment(last.at)}` : 'no request since the start'}</span></li>`;
}
