import { fingerprint } from '../hosted/fingerprint';
import type { OpenCheckout } from './order';

/** Names what is ordered, so that a page from before a change in another tab does not pay for something else. */
export function shownOrder({ session, order }: OpenCheckout): string {
  const items = order.items.map(({ price, quantity }) => [price, quantity]);
  return fingerprint([items, session.discounts]);
}
