import { PaymentRefused } from '../billing/apply-change';
import { cardDeclined } from '../billing/cards';
import { ApiError } from '../wire/errors';
import { clearable, clearableString, hash, list, oneOf, required, string } from '../wire/params';

const FEEDBACK = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const;
export const cancellationDetails = hash({
  comment: clearableString(),
  feedback: clearable(oneOf(...FEEDBACK)),
  feedback_option: string(),
});
/** Nothing is taxed here. */
export const automaticTax = hash({ enabled: required(oneOf('false')) });
export const prorationBehavior = oneOf('always_invoice', 'create_prorations', 'none');
const BEHAVIORS = [
  'allow_incomplete',
  'default_incomplete',
  'error_if_incomplete',
  'pending_if_incomplete',
] as const;
type PaymentBehavior = (typeof BEHAVIORS)[number];
export const paymentBehavior = oneOf(...BEHAVIORS);
export const paymentSettings = hash({
  payment_method_types: clearable(list(oneOf('card'))),
  save_default_payment_method: oneOf('off', 'on_subscription'),
});
export const trialSettings = hash({
  end_behavior: required(
    hash({ missing_payment_method: required(oneOf('cancel', 'create_invoice', 'pause')) }),
  ),
});

/** What a refused payment does to a change, in the words of `applyChange`. */
export function onRefusal(behavior: PaymentBehavior | undefined) {
  if (behavior === 'error_if_incomplete') return 'throw';
  if (behavior === 'pending_if_incomplete') return 'wait';
  return behavior === 'default_incomplete' ? 'unasked' : 'past_due';
}

/** A refused payment in the API's words. */
export function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PaymentRefused)) throw error;
    if (error.collected.kind === 'declined')
      throw cardDeclined(error.collected.decline, { payment_intent: error.collected.intent });
    throw new ApiError(
      402,
      'Payment for this subscription requires additional user action before it can be completed successfully.',
      {
        type: 'card_error',
        code: 'subscription_payment_intent_requires_action',
      },
    );
  }
}
