import type { Account } from '../account';
import type { Delivery } from '../records';
import { notFound } from '../wire/errors';

/** A delivery as `GET /_local/deliveries` shows it: times in milliseconds since 1970. */
export function shownDelivery(account: Account, delivery: Delivery): object {
  return {
    id: delivery.id,
    event: delivery.event,
    type: account.store.get('events', delivery.event)?.type ?? null,
    endpoint: delivery.endpoint,
    url: account.store.get('webhookEndpoints', delivery.endpoint)?.url ?? null,
    status: delivery.status,
    next_attempt: delivery.nextAttempt,
    attempts: delivery.attempts,
  };
}

type Filter = Readonly<{
  event?: string | undefined;
  endpoint?: string | undefined;
  type?: string | undefined;
  status?: Delivery['status'] | undefined;
}>;

/** The deliveries that fit, oldest first. Throws a 404 for an event that does not exist. */
export function findDeliveries(account: Account, { event, endpoint, type, status }: Filter): Delivery[] {
  if (event !== undefined && !account.store.get('events', event)) throw notFound('event', event);
  const all =
    event === undefined
      ? [...account.store.oldestFirst('deliveries')]
      : account.store.by('deliveries', 'event', event).reverse();
  return all.filter(
    (each) =>
      (endpoint === undefined || each.endpoint === endpoint) &&
      (status === undefined || each.status === status) &&
      (type === undefined || account.store.get('events', each.event)?.type === type),
  );
}
