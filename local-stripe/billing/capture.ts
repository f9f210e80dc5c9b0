import type { Account } from '../account';
import type { Charge, PaymentIntent } from '../records';

/**
 * Takes what a card was only authorized for. What is not taken goes free.
 * @param amount minor units, at most the intent's `amount_capturable`.
 */
export function capture(account: Account, before: PaymentIntent, amount: number): PaymentIntent {
  const charge = authorizedCharge(account, before);
  const taken = account.store.put('charges', { ...charge, amount_captured: amount, captured: true });
  account.emit('charge.captured', taken);
  const captured = account.store.put('paymentIntents', {
    ...before,
    amount_capturable: 0,
    amount_received: amount,
    status: 'succeeded',
  });
  account.emit('payment_intent.succeeded', captured);
  return captured;
}

/** Lets go of what a card was authorized for: its charge counts as refunded. */
export function releaseAuthorization(account: Account, intent: PaymentIntent): void {
  const charge = authorizedCharge(account, intent);
  const released = account.store.put('charges', {
    ...charge,
    amount_refunded: charge.amount,
    refunded: true,
  });
  account.emit('charge.refunded', released);
}

function authorizedCharge(account: Account, { id, latest_charge }: PaymentIntent): Charge {
  const charge = account.store.get('charges', latest_charge ?? '');
  if (!charge) throw new Error(`Payment intent ${id} is to be captured and has no charge`);
  return charge;
}
