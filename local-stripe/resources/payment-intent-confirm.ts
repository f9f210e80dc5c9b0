import type { Account } from '../account';
import { cardDeclined } from '../billing/cards';
import { confirmIntent } from '../billing/confirm-intent';
import type { PaymentIntent } from '../records';
import { ApiError, invalid } from '../wire/errors';
import { boolean, clearable, clearableString, type Infer, oneOf } from '../wire/params';
import { confirming, givenMethod, requireReturnUrl } from './intent-params';
import { shipping } from './intent-shipping';

export const setupFutureUsage = oneOf('off_session', 'on_session');
export const captureMethod = oneOf('automatic', 'automatic_async', 'manual');

/** What `POST /v1/payment_intents/:id/confirm` takes. */
export const confirmParams = {
  ...confirming,
  capture_method: captureMethod,
  error_on_requires_action: boolean(),
  off_session: boolean(),
  receipt_email: clearableString(),
  setup_future_usage: clearable(setupFutureUsage),
  shipping: clearable(shipping),
};

type Confirm = Infer<typeof confirmParams>;

/** The refusal of what an intent's status forbids. */
export const unexpected = (message: string, intent: PaymentIntent): ApiError =>
  invalid(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });

/** Confirms an intent; throws the card error of a decline, with the attempt on record. */
export function confirmed(account: Account, intent: PaymentIntent, given: Partial<Confirm>): PaymentIntent {
  const method =
    givenMethod(account, given, intent.customer) ??
    account.store.get('paymentMethods', intent.payment_method ?? '');
  if (!method)
    throw unexpected(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      intent,
    );
  if (!given.off_session) requireReturnUrl('PaymentIntent', intent, given.return_url);
  const payment = confirmIntent(account, intent, method, {
    offSession: given.off_session ?? false,
    returnUrl: given.return_url ?? null,
  });
  if (payment.kind === 'requires_action' && given.error_on_requires_action)
    throw new ApiError(
      402,
      "This payment required an authentication action to complete, but `error_on_requires_action` was set. When you're ready, you can upgrade your integration to handle actions at https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions.",
      {
        type: 'card_error',
        code: 'authentication_required',
        decline_code: 'authentication_required',
      },
    );
  if (payment.kind !== 'declined') return payment.intent;
  const refusal = cardDeclined(payment.decline, {
    ...(payment.charge && { charge: payment.charge.id }),
    payment_intent: payment.intent,
    payment_method: method,
  });
  refusal.keepsWrites = true;
  throw refusal;
}
