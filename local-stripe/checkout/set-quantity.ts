import type { Said } from '../messages/translator';
import { refuseTotal } from '../resources/checkout-lines';
import { ApiError } from '../wire/errors';
import { withDiscounts } from './amounts';
import { codeOf } from './checkout-view';
import type { CheckoutOrder, OpenCheckout } from './order';
import { note } from './press-pay';
import { limitsOf } from './quantity-limits';

/** Orders another quantity of a line, and sums up anew; or notes why that cannot be. */
export function setQuantity(open: OpenCheckout, place: number, typed: string): void {
  const limits = limitsOf(open, place);
  if (!limits) return;
  const { account, order } = open;
  const quantity = /^\d{1,6}$/.test(typed) ? Number(typed) : -1;
  const changed = {
    ...order,
    items: order.items.map((item, i) => (i === place ? { ...item, quantity } : item)),
    problem: null,
    challenge: null,
  };
  const { minimum: min, maximum: max } = limits;
  const said: Said | null =
    quantity < min || quantity > max
      ? { key: 'choose.error.quantity', values: { min, max } }
      : put(open, changed);
  const entered = { ...order.entered, quantity: typed };
  if (said)
    note(
      { account, session: open.session, order: { ...order, entered } },
      { field: `quantity_${place}`, said },
    );
}

/** Puts the changed order on the session; answers why not, when it cannot be had like this. */
function put(open: OpenCheckout, changed: CheckoutOrder): Said | null {
  const { account, session } = open;
  try {
    const discounts = (session.discounts ?? []).map(({ coupon, promotion_code }) => ({
      coupon: coupon === null ? null : String(coupon),
      promotion_code: promotion_code === null ? null : String(promotion_code),
    }));
    const priced = withDiscounts(account, session, changed, discounts);
    refuseTotal(priced);
    account.store.put('checkoutSessions', priced);
    account.store.put('checkoutOrders', changed);
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const code = codeOf(open);
    return error.detail.param?.startsWith('discounts') && code !== null
      ? { key: 'checkout.code.minimum', values: { code } }
      : { key: 'checkout.quantity.total' };
  }
}
