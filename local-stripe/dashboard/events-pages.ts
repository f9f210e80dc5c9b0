import { html } from 'hono/html';
import type { Account } from '../account';
import type { Html } from '../hosted/templates/layout';
import type { Delivery, Event } from '../records';
import { bodyFor } from '../webhooks/post-event';
import { switchesOf } from '../webhooks/switches';
import { render } from '../wire/expand';
import { dashboardPage, pathOf } from './page';
import { httpStatus, json, moment, rows, shownJson, status } from './words';

/** How many a list shows, newest first. */
const SHOWN = 100;

export function eventsPage(account: Account): Html {
  const events = first(account.store.newestFirst('events'), SHOWN);
  return dashboardPage({
    title: 'Events',
    account,
    tab: 'events',
    body: rows(
      events.map(
        (
          event,
        ) => html`<li><span class="what"><a href="${pathOf(account, 'events', event.id)}">${event.type}</a>
<span class="id soft">${event.id}</span></span>
${event.pending_webhooks > 0 ? html`<span class="status bad">${event.pending_webhooks} not delivered</span>` : ''}
<span class="when">${moment(event.created)}</span></li>`,
      ),
      'No event yet.',
    ),
  });
}

/** One event with what became of it at each endpoint; null when there is none. */
export function eventPage(account: Account, id: string): Html | null {
  const event = account.store.get('events', id);
  if (!event) return null;
  const deliveries = account.store.by('deliveries', 'event', id);
  const request = event.request.id;
  return dashboardPage({
    title: event.type,
    account,
    tab: 'events',
    body: html`<p class="soft"><span class="id">${event.id}</span>, ${moment(event.created)}, ${request ? `by request ${request}` : 'by itself'}</p>
<section><h2>Deliveries</h2>
${deliveries.length === 0 ? html`<p class="slip empty">No endpoint listened to this.</p>` : deliveries.map((each) => deliveryDetail(account, event, each))}</section>
<section><h2>Event</h2>${json(render(account, event, []))}</section>`,
  });
}

export function deliveriesPage(account: Account): Html {
  const deliveries = first(account.store.newestFirst('deliveries'), SHOWN);
  const { mode, delay, duplicates, order, retry, retry_after } = switchesOf(account);
  const retries = retry ? `retries after ${retry_after.join(', ')} ms` : 'no retries';
  return dashboardPage({
    title: 'Deliveries',
    account,
    tab: 'deliveries',
    body: html`<p class="soft">Switches: mode ${mode}, delay ${delay} ms, ${duplicates} duplicates, order ${order}, ${retries}.</p>
<section><h2>Endpoints</h2>${rows(
      first(account.store.newestFirst('webhookEndpoints'), SHOWN).map(
        (each) => html`<li><span class="what"><span>${each.url}</span><span class="id soft">${each.id}</span>
<span class="soft">${each.enabled_events.join(', ')}</span></span>${status(each.status)}</li>`,
      ),
      'No webhook endpoint. POST /v1/webhook_endpoints makes one.',
    )}</section>
<section><h2>Deliveries</h2>${rows(
      deliveries.map((each) => deliveryRow(account, each)),
      'Nothing was delivered yet.',
    )}</section>`,
  });
}

function deliveryRow(account: Account, delivery: Delivery): Html {
  const last = delivery.attempts.at(-1);
  const event = account.store.get('events', delivery.event);
  const tries = `${delivery.attempts.length} ${delivery.attempts.length === 1 ? 'attempt' : 'attempts'}`;
  return html`<li><span class="what"><a href="${pathOf(account, 'events', delivery.event)}">${event?.type ?? delivery.event}</a>
<span class="soft">to ${urlOf(account, delivery)}</span></span>
${status(delivery.status)}<span>${tries}${last ? html`, last ${httpStatus(last.status)}` : ''}</span>
${resendButton(account, delivery)}</li>`;
}

function deliveryDetail(account: Account, event: Event, delivery: Delivery): Html {
  const endpoint = account.store.get('webhookEndpoints', delivery.endpoint);
  return html`<div class="slip"><div class="facts bar"><b>${urlOf(account, delivery)}</b>${status(delivery.status)}
${delivery.nextAttempt && delivery.status === 'pending' ? html`<span class="soft">next attempt ${moment(Math.round(delivery.nextAttempt / 1000))}</span>` : ''}
${resendButton(account, delivery)}</div>
${delivery.attempts.map(
  (
    attempt,
    i,
  ) => html`<dl class="facts"><dt>Attempt ${i + 1}</dt><dd>${moment(attempt.at)}, ${attempt.milliseconds} ms ${httpStatus(attempt.status)}</dd>
<dt>Stripe-Signature</dt><dd class="id">${attempt.signature}</dd>
<dt>Answer</dt><dd class="id">${attempt.answer === '' ? '(empty)' : attempt.answer}</dd></dl>`,
)}
${endpoint ? html`<details class="facts"><summary>Body</summary><pre class="json"><code>${shownJson(JSON.parse(bodyFor(account, endpoint, event)))}</code></pre></details>` : ''}</div>`;
}

function resendButton(account: Account, delivery: Delivery): Html {
  return html`<form method="post" action="${pathOf(account, 'deliveries', delivery.id, 'resend')}"><button>Resend<span hidden> ${delivery.event}</span></button></form>`;
}

const urlOf = (account: Account, { endpoint }: Delivery): string =>
  account.store.get('webhookEndpoints', endpoint)?.url ?? `${endpoint} (deleted)`;

function first<T>(records: Iterable<T>, count: number): T[] {
  const found: T[] = [];
  for (const record of records) if (found.push(record) === count) break;
  return found;
}
