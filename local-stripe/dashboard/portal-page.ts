import { html } from 'hono/html';
import type { Account } from '../account';
import type { Html } from '../hosted/templates/layout';
import { translator } from '../messages/translator';
import type { Configuration, PortalSession } from '../records';
import { render } from '../wire/expand';
import { dashboardPage } from './page';
import { json, moment, rows } from './words';

/** How many sessions are shown, newest first. */
const SHOWN = 20;

/** The portal configurations with their switches, and the last sessions without their links. */
export function portalPage(account: Account): Html {
  const sessions: PortalSession[] = [];
  for (const session of account.store.newestFirst('portalSessions'))
    if (sessions.push(session) === SHOWN) break;
  const configurations = [...account.store.oldestFirst('configurations')];
  return dashboardPage({
    title: 'Portal',
    account,
    tab: 'portal',
    body: html`<section><h2>Configurations</h2>
${
  configurations.length === 0
    ? html`<p class="slip empty">No configuration. Sessions are refused until there is one.</p>`
    : configurations.map((each) => configurationSlip(account, each))
}</section>
<section><h2>Last sessions</h2>
<p class="soft">Their links are credentials and are not shown.</p>
${rows(
  sessions.map((session) => sessionRow(account, session)),
  'No session yet.',
)}</section>`,
  });
}

function configurationSlip(account: Account, configuration: Configuration): Html {
  const { features } = configuration;
  const listed = features.subscription_update.products ?? [];
  const prices = listed.reduce((sum, each) => sum + each.prices.length, 0);
  return html`<div class="slip"><div class="facts bar"><b>${configuration.name ?? 'Unnamed'}</b><span class="id">${configuration.id}</span>
${configuration.active ? '' : html`<span class="status bad">inactive</span>`}</div>
<ul class="switches">${Object.entries(features).map(
    ([name, feature]) =>
      html`<li class="status${feature?.enabled ? ' good' : ''}">${name.replaceAll('_', ' ')}: ${feature?.enabled ? 'on' : 'off'}</li>`,
  )}</ul>
<dl class="facts"><dt>Changes offered</dt><dd>${features.subscription_update.default_allowed_updates.join(', ') || 'none'}</dd>
<dt>Listed</dt><dd>${listed.length} ${listed.length === 1 ? 'product' : 'products'}, ${prices} ${prices === 1 ? 'price' : 'prices'}</dd>
<dt>Prorations</dt><dd>${features.subscription_update.proration_behavior}</dd>
<dt>Cancellation</dt><dd>${features.subscription_cancel.mode.replaceAll('_', ' ')}</dd></dl>
<details class="facts"><summary>All of it</summary>${json(render(account, configuration, ['features.subscription_update.products']))}</details></div>`;
}

function sessionRow(account: Account, session: PortalSession): Html {
  const visit = account.store.get('portalVisits', session.id);
  const state = visit?.outcome ? 'finished' : visit?.lastVisit ? 'visited' : 'not opened';
  return html`<li><span class="what"><b>${session.flow?.type ?? 'portal home'}</b>
<span class="id soft">${session.id} for ${session.customer}</span>
${visit?.problem ? html`<span class="refusal">${translator('en')(visit.problem.said.key, visit.problem.said.values)}</span>` : ''}</span>
<span class="status">${state}</span><span class="when">${moment(session.created)}</span></li>`;
}
