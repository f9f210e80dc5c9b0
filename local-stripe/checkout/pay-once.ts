import type { Account } from '../account';
import { cardDeclined } from '../billing/cards';
import { addIntent, payIntent } from '../billing/payment-intents';
import { redeem } from '../billing/redemption';
import type { CheckoutSession, Customer } from '../records';
import { termsFor } from './amounts';
import { BankAsks, type Completing } from './completing';

/**
 * Takes the money of an order in `mode=payment`, and redeems its discounts. Call it inside a transaction.
 * @param customer null for a guest.
 */
export function payOnce(
  account: Account,
  { session, order, method, authenticated }: Completing,
  customer: Customer | null,
): CheckoutSession {
  const currency = session.currency ?? 'usd';
  const discounts = session.discounts?.map(({ coupon, promotion_code }) => ({
    coupon: coupon === null ? null : String(coupon),
    promotion_code: promotion_code === null ? null : String(promotion_code),
  }));
  const given = { discounts: discounts ?? [], customer: customer?.id ?? null, currency };
  for (const terms of termsFor(account, order, given))
    redeem(account, terms, { customer: given.customer, checkout_session: session.id });
  const paid = { ...session, customer: given.customer };
  const amount = session.amount_total ?? 0;
  if (amount === 0) return { ...paid, payment_status: 'no_payment_required' };
  if (!method) throw new Error(`Checkout session ${session.id} has nothing to pay with`);
  const intent = addIntent(account, {
    amount,
    currency,
    customer: given.customer,
    ...order.payment,
    payment_method: method.id,
  });
  const payment = payIntent(account, intent, method, { authenticated });
  if (payment.kind === 'requires_action') throw new BankAsks();
  if (payment.kind === 'declined') throw cardDeclined(payment.decline);
  const isHeld = payment.intent.status === 'requires_capture';
  return { ...paid, payment_intent: intent.id, payment_status: isHeld ? 'unpaid' : 'paid' };
}
