import { promotionCodeNow } from '../billing/validity';
import type { MessageKey } from '../messages/translator';
import type { PromotionCode } from '../records';
import { ApiError } from '../wire/errors';
import { withDiscounts } from './amounts';
import type { OpenCheckout } from './order';
import { note } from './press-pay';

/** Puts the promotion code that was typed on the session, or notes why it cannot be used. */
export function applyCode(open: OpenCheckout, typed: string): void {
  const { account, session, order } = open;
  const known = account.store
    .by('promotionCodes', 'code', typed.toLowerCase())
    .map((each) => promotionCodeNow(account, each));
  const usable = known.filter(({ customer }) => customer === null || customer === session.customer);
  const promotion = usable.find(({ active }) => active) ?? usable[0];
  const refusal = !promotion ? 'code.unknown' : promotion.active ? put(open, promotion) : 'code.inactive';
  const entered = { ...order, entered: { ...order.entered, code: typed } };
  if (refusal)
    note({ ...open, order: entered }, { field: 'code', said: { key: refusal, values: { code: typed } } });
}

/** Puts the code on the session; answers why not, as the name of a message, when it may not be redeemed here. */
function put(
  { account, session, order }: OpenCheckout,
  { id, restrictions }: PromotionCode,
): MessageKey | null {
  try {
    const discounts = [{ coupon: null, promotion_code: id }];
    account.store.put('checkoutSessions', withDiscounts(account, session, order, discounts));
    const entered = { ...order.entered, code: '' };
    account.store.put('checkoutOrders', { ...order, entered, problem: null, challenge: null });
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.detail.code === 'promotion_code_customer_not_first_time') return 'code.first';
    return restrictions.minimum_amount === null ? 'code.refused' : 'checkout.code.minimum';
  }
}

/** Takes the promotion code from the session again. */
export function removeCode({ account, session, order }: OpenCheckout): void {
  account.store.put('checkoutSessions', withDiscounts(account, session, order, []));
  account.store.put('checkoutOrders', { ...order, problem: null, challenge: null });
}
