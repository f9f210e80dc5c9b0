import { capture } from '../billing/capture';
import { endpoint } from '../endpoint';
import { invalid } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import { boolean, integer, metadata } from '../wire/params';
import { unexpected } from './payment-intent-confirm';
import { requireIntent } from './require-intent';

const params = { amount_to_capture: integer({ min: 1 }), final_capture: boolean(), metadata: metadata() };

export const paymentIntentCapture = endpoint(
  'POST',
  '/v1/payment_intents/:id/capture',
  params,
  (account, given, { id = '' }) => {
    const before = requireIntent(account, id);
    if (before.status !== 'requires_capture')
      throw unexpected(
        `This PaymentIntent could not be captured because it has a status of ${before.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
        before,
      );
    if (given.final_capture === false)
      throw invalid('This PaymentIntent takes one capture: `final_capture` cannot be `false`.', {
        param: 'final_capture',
      });
    const amount = given.amount_to_capture ?? before.amount_capturable;
    if (amount > before.amount_capturable)
      throw invalid(
        'The requested capture amount is greater than the amount you can capture for this charge.',
        {
          code: 'amount_too_large',
          param: 'amount_to_capture',
        },
      );
    return capture(account, { ...before, metadata: mergeMetadata(before.metadata, given.metadata) }, amount);
  },
);
