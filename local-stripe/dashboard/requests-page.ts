import { html, raw } from 'hono/html';
import type { Account } from '../account';
import { type LoggedRequest, shownParams } from '../api/request-log';
import type { Html } from '../hosted/templates/layout';
import { dashboardPage } from './page';
import { httpStatus, moment, rows } from './words';

/** The last requests with their answers; a refusal is told in full, since that is what people come for. */
export function requestsPage(account: Account): Html {
  const requests = account.requests.newestFirst();
  const refused = requests.filter(({ error }) => error !== null).length;
  return dashboardPage({
    title: 'Requests',
    account,
    tab: 'requests',
    body: html`<p class="soft">The last ${requests.length} since the start, ${refused} of them refused. The account’s clock says ${moment(account.now())}.</p>
${rows(requests.map(row), 'No request since the start.')}`,
  });
}

function row({ id, at, method, path, params, status, error, replayed }: LoggedRequest): Html {
  const given = shownParams(params);
  return html`<li><span class="what"><b class="id">${method} ${path}</b>
${
  error
    ? html`<span class="refusal">${error.message}</span>
<span class="soft">${[error.type, error.code, error.param].filter((each) => each !== null).join(' · ')}</span>`
    : ''
}
${replayed ? html`<span class="soft">replayed from its idempotency key</span>` : ''}
${
  given.length > 0
    ? html`<details${error ? raw(' open') : ''}><summary>${given.length} ${given.length === 1 ? 'parameter' : 'parameters'}</summary>
<dl class="facts">${given.map(([name, value]) => html`<dt class="id">${name}</dt><dd class="id">${value === '' ? '(empty)' : value}</dd>`)}</dl></details>`
    : ''
}</span>
${httpStatus(status)} <span class="when">${moment(at)}<br><span class="id">${id}</span></span></li>`;
}
