import { fingerprint } from '../hosted/fingerprint';
import { dueToday } from './due-today';
import type { OpenCheckout } from './order';

/**
 * Names what is ordered and what is charged for it, so that a page from before a change in another tab does not pay for
 * something else, nor another amount.
 */
export function shownOrder(open: OpenCheckout): string {
  const items = open.order.items.map(({ price, quantity }) => [price, quantity]);
  return fingerprint([items, open.session.discounts, dueToday(open).amount_due]);
}
