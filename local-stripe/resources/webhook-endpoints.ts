import type { Account } from '../account';
import { endpoint } from '../endpoint';
import type { WebhookEndpoint } from '../records';
import { apiVersion } from '../versions/version';
import { isEventType } from '../webhooks/event-types';
import { invalid, notFound } from '../wire/errors';
import { page, pagination } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import { boolean, clearableString, list, metadata, required, string, url } from '../wire/params';

const create = {
  api_version: apiVersion(),
  description: clearableString(),
  enabled_events: required(list(string())),
  metadata: metadata(),
  url: required(url()),
};
const update = {
  description: clearableString(),
  disabled: boolean(),
  enabled_events: list(string()),
  metadata: metadata(),
  url: url(),
};

/** The secret is shown once, in the answer to the creation. */
function withoutSecret({ secret: _, ...endpoint }: WebhookEndpoint): WebhookEndpoint {
  return endpoint;
}

function requireKnown(events: readonly (string | undefined)[]): string[] {
  const names = events.flatMap((each) => each ?? []);
  const strange = names.findIndex((name) => !isEventType(name));
  if (names.length === 0)
    throw invalid('enabled_events must name at least one event.', { param: 'enabled_events' });
  if (strange >= 0)
    throw invalid(
      `Invalid enabled_events[${strange}]: ${names[strange]} is not an event type of this API version.`,
      {
        param: `enabled_events[${strange}]`,
      },
    );
  return names;
}

function requireEndpoint(account: Account, id: string): WebhookEndpoint {
  const found = account.store.get('webhookEndpoints', id);
  if (!found) throw notFound('webhook endpoint', id);
  return found;
}

export const webhookEndpoints = [
  endpoint('POST', '/v1/webhook_endpoints', create, (account, params) =>
    account.store.put('webhookEndpoints', {
      id: account.ids.next('we'),
      object: 'webhook_endpoint',
      api_version: params.api_version ?? null,
      application: null,
      created: account.now(),
      description: params.description ?? null,
      enabled_events: requireKnown(params.enabled_events),
      livemode: false,
      metadata: mergeMetadata({}, params.metadata),
      secret: `whsec_${account.ids.secret(32)}`,
      status: 'enabled',
      url: params.url,
    }),
  ),
  endpoint('GET', '/v1/webhook_endpoints', pagination, (account, params) => {
    const found = page(account, 'webhookEndpoints', { url: '/v1/webhook_endpoints', params });
    return { ...found, data: found.data.map(withoutSecret) };
  }),
  endpoint('GET', '/v1/webhook_endpoints/:id', {}, (account, _, { id = '' }) =>
    withoutSecret(requireEndpoint(account, id)),
  ),
  endpoint('POST', '/v1/webhook_endpoints/:id', update, (account, params, { id = '' }) => {
    const before = requireEndpoint(account, id);
    return withoutSecret(
      account.store.put('webhookEndpoints', {
        ...before,
        description: params.description === undefined ? before.description : params.description,
        enabled_events: params.enabled_events ? requireKnown(params.enabled_events) : before.enabled_events,
        metadata: mergeMetadata(before.metadata, params.metadata),
        status: params.disabled === undefined ? before.status : params.disabled ? 'disabled' : 'enabled',
        url: params.url ?? before.url,
      }),
    );
  }),
  endpoint('DELETE', '/v1/webhook_endpoints/:id', {}, (account, _, { id = '' }) => {
    requireEndpoint(account, id);
    account.store.remove('webhookEndpoints', id);
    return { id, object: 'webhook_endpoint', deleted: true };
  }),
];
