import type { CheckoutItem, OpenCheckout } from './order';

/**
 * How far the customer may change a line's quantity; null when not at all. The last line cannot be taken out, nor the
 * last that recurs of a subscription. https://docs.stripe.com/payments/checkout/adjustable-quantity
 */
export function limitsOf(
  { account, session, order }: OpenCheckout,
  place: number,
): { minimum: number; maximum: number } | null {
  const item = order.items[place];
  if (!item?.adjustable) return null;
  const { minimum, maximum } = item.adjustable;
  // What an order cannot be without: in a subscription something that recurs, else anything.
  const counts = ({ price }: CheckoutItem): boolean =>
    session.mode !== 'subscription' || account.store.get('prices', price)?.recurring != null;
  const isLast =
    counts(item) && !order.items.some((each, i) => i !== place && each.quantity > 0 && counts(each));
  return { minimum: isLast ? Math.max(1, minimum) : minimum, maximum };
}
