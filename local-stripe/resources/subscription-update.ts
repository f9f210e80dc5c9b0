import type { Account } from '../account';
import { applyChange } from '../billing/apply-change';
import { requireOwnMethod } from '../billing/attach';
import { cancelFields, noDetails } from '../billing/cancellation';
import { termsOf } from '../billing/discounts';
import { priceAmount } from '../billing/price-amount';
import { readDiscounts } from '../billing/redemption';
import type { Subscription } from '../records';
import { invalid } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  clearableString,
  hash,
  type Infer,
  list,
  metadata,
  oneOf,
  required,
  timestamp,
  timestampOr,
} from '../wire/params';
import { cancellationDetails, paymentBehavior, prorationBehavior, refusing } from './subscription-behavior';
import { changedItems, discountEntry, itemsParam } from './subscription-params';

/** What `POST /v1/subscriptions/:id` takes. */
export const updateParams = {
  billing_cycle_anchor: hash({ type: required(oneOf('now', 'unchanged')) }),
  cancel_at: clearable(timestampOr('max_period_end', 'min_period_end')),
  cancel_at_period_end: boolean(),
  cancellation_details: cancellationDetails,
  collection_method: oneOf('charge_automatically'),
  default_payment_method: clearableString(),
  description: clearableString(500),
  discounts: clearable(list(discountEntry)),
  items: itemsParam,
  metadata: metadata(),
  off_session: boolean(),
  payment_behavior: paymentBehavior,
  proration_behavior: prorationBehavior,
  proration_date: timestamp({ min: 0 }),
  trial_end: timestampOr('now'),
};
const HAS_ENDED: readonly string[] = ['canceled', 'incomplete_expired'];

/** Changes a subscription as the parameters ask. */
export function updateSubscription(
  account: Account,
  before: Subscription,
  params: Infer<typeof updateParams>,
): Subscription {
  if (HAS_ENDED.includes(before.status))
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.', {
      code: 'invalid_canceled_subscription_fields',
    });
  const items = changedItems(account, before, params.items, 'items');
  const amount = items.reduce(
    (sum, item) => sum + priceAmount(item.price, before.currency, item.quantity),
    0,
  );
  const newTerms =
    params.discounts === undefined
      ? undefined
      : readDiscounts(
          account,
          params.discounts ?? [],
          {
            customer: before.customer,
            subscription: before.id,
            isUpdate: true,
            amount,
            currency: before.currency,
          },
          'discounts',
        );
  const at = params.proration_date ?? account.now();
  if (params.default_payment_method)
    requireOwnMethod(account, params.default_payment_method, before.customer, 'default_payment_method');
  if (typeof params.trial_end === 'number')
    throw invalid('The local Stripe takes only trial_end=now on an update.', { param: 'trial_end' });
  const details = params.cancellation_details;
  const fields: Partial<Subscription> = {
    ...cancelFields(account, before, params),
    metadata: mergeMetadata(before.metadata, params.metadata),
    description: params.description === undefined ? before.description : params.description,
    default_payment_method:
      params.default_payment_method === undefined
        ? before.default_payment_method
        : params.default_payment_method,
  };
  if (details)
    fields.cancellation_details = {
      ...noDetails,
      ...before.cancellation_details,
      ...fields.cancellation_details,
      ...(details.comment !== undefined && { comment: details.comment }),
      ...(details.feedback !== undefined && { feedback: details.feedback }),
    };
  const anchor = params.billing_cycle_anchor?.type ?? 'unchanged';
  return refusing(() =>
    applyChange(
      account,
      before,
      {
        items,
        terms: newTerms ?? termsOf(account, before.discounts, at),
        anchor,
        prorationBehavior: params.proration_behavior ?? 'create_prorations',
        at,
        endTrial: params.trial_end === 'now',
      },
      {
        onRefusal: params.payment_behavior === 'error_if_incomplete' ? 'throw' : 'past_due',
        fields,
        ...(newTerms && { newTerms }),
      },
    ),
  );
}
