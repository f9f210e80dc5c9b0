import type { Account } from '../account';

/** Seconds that Stripe keeps events for. */
const KEPT_FOR = 30 * 24 * 3600;

/** Drops events, with their deliveries, that are more than 30 days old in real time, whatever the account's clock says. */
export function forgetOldEvents(account: Account): void {
  const before = Math.floor(Date.now() / 1000) - KEPT_FOR;
  const old: string[] = [];
  for (const event of account.store.oldestFirst('events')) {
    if (event.recorded_at >= before) break;
    old.push(event.id);
  }
  if (old.length === 0) return;
  account.transaction(() => {
    for (const id of old) {
      for (const delivery of account.store.by('deliveries', 'event', id))
        account.store.remove('deliveries', delivery.id);
      account.store.remove('events', id);
    }
  });
}
