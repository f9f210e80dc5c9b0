import { createHash } from 'node:crypto';
import type { OpenCheckout } from './order';

/** Names what is ordered, so that a page from before a change in another tab does not pay for something else. */
export function shownOrder({ session, order }: OpenCheckout): string {
  const items = order.items.map(({ price, quantity }) => [price, quantity]);
  const parts = JSON.stringify([items, session.discounts]);
  return createHash('sha256').update(parts).digest('base64url').slice(0, 16);
}
