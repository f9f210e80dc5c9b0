import type { Account } from '../account';
import { applyChange } from '../billing/apply-change';
import { requireOwnMethod } from '../billing/attach';
import { DAY } from '../billing/calendar';
import { cancelFields, noDetails } from '../billing/cancellation';
import { termsFor } from '../billing/customer-discount';
import { hasEnded } from '../billing/ended';
import { note } from '../billing/notes';
import { announceTrialEnd } from '../billing/notices';
import { priceAmount } from '../billing/price-amount';
import { readDiscounts } from '../billing/redemption';
import { mirrorInPhase } from '../billing/schedule';
import { endTrialWithoutMethod, stopsWithoutMethod } from '../billing/trial-end';
import { withoutWaiting } from '../billing/waiting-change';
import type { Subscription } from '../records';
import { invalid } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import { leaveForNextInvoice, readAdded } from './added-items';
import { refuseUnusable } from './feedback-options';
import { onRefusal, refusing } from './subscription-behavior';
import { changedItems } from './subscription-params';
import type { SubscriptionUpdate } from './subscription-update-params';
import { refuseUpdate } from './subscription-update-refusals';

/** Changes a subscription as the parameters ask; one that has ended takes next to nothing. */
export const changeSubscription = (
  account: Account,
  found: Subscription,
  params: SubscriptionUpdate,
): Subscription =>
  hasEnded(found) ? updateEnded(account, found, params) : updateSubscription(account, found, params);

function updateSubscription(account: Account, found: Subscription, params: SubscriptionUpdate): Subscription {
  refuseUpdate(account, found, params);
  const replaces = params.items || params.trial_end !== undefined || params.billing_cycle_anchor;
  const before = replaces ? withoutWaiting(account, found) : found;
  const items = changedItems(account, before, params.items, 'items');
  const amount = items.reduce(
    (sum, item) => sum + priceAmount(item.price, before.currency, item.quantity),
    0,
  );
  const redeemer = {
    customer: before.customer,
    subscription: before.id,
    isUpdate: true,
    amount,
    currency: before.currency,
  };
  const newTerms =
    params.discounts === undefined
      ? undefined
      : readDiscounts(account, params.discounts ?? [], redeemer, 'discounts');
  const at = params.proration_date ?? account.now();
  if (params.default_payment_method)
    requireOwnMethod(account, params.default_payment_method, before.customer, 'default_payment_method');
  const fields = fieldsOf(account, before, params);
  leaveForNextInvoice(account, readAdded(account, params.add_invoice_items, before.currency), before);
  if (params.cancel_at !== undefined || params.cancel_at_period_end !== undefined)
    note(account, before.id, { prorateEnd: params.proration_behavior !== 'none' });
  const stops = params.trial_end === 'now' && stopsWithoutMethod(account, { ...before, ...fields });
  const after = refusing(() =>
    applyChange(
      account,
      before,
      {
        items,
        terms: newTerms ?? termsFor(account, before, at),
        anchor: params.billing_cycle_anchor?.type ?? 'unchanged',
        prorationBehavior: params.proration_behavior ?? 'create_prorations',
        at,
        endTrial: params.trial_end === 'now' && !stops,
        ...(typeof params.trial_end === 'number' && { trialUntil: params.trial_end }),
      },
      {
        onRefusal: onRefusal(params.payment_behavior),
        payment: { offSession: params.off_session ?? false },
        fields,
        ...(newTerms && { newTerms }),
      },
    ),
  );
  if (params.items || params.discounts !== undefined) mirrorInPhase(account, after);
  if (typeof params.trial_end === 'number' && after.status === 'trialing' && params.trial_end - 3 * DAY <= at)
    announceTrialEnd(account, after);
  return stops ? endTrialWithoutMethod(account, after) : after;
}

/** The fields that are set as they are given. */
function fieldsOf(account: Account, before: Subscription, params: SubscriptionUpdate): Partial<Subscription> {
  const { cancellation_details: details, pause_collection, payment_settings, trial_settings } = params;
  if (details?.feedback_option !== undefined)
    refuseUnusable(account, details.feedback_option, 'cancellation_details[feedback_option]');
  const ending = cancelFields(account, before, params);
  const method = params.collection_method ?? before.collection_method;
  return {
    ...ending,
    collection_method: method,
    days_until_due: method === 'send_invoice' ? (params.days_until_due ?? before.days_until_due) : null,
    metadata: mergeMetadata(before.metadata, params.metadata),
    description: params.description === undefined ? before.description : params.description,
    default_payment_method:
      params.default_payment_method === undefined
        ? before.default_payment_method
        : params.default_payment_method,
    ...(pause_collection !== undefined && {
      pause_collection: pause_collection && {
        behavior: pause_collection.behavior,
        resumes_at: pause_collection.resumes_at ?? null,
      },
    }),
    ...(payment_settings && {
      payment_settings: {
        payment_method_options: null,
        payment_method_types:
          payment_settings.payment_method_types === undefined
            ? (before.payment_settings?.payment_method_types ?? null)
            : payment_settings.payment_method_types && ['card' as const],
        save_default_payment_method:
          payment_settings.save_default_payment_method ??
          before.payment_settings?.save_default_payment_method ??
          'off',
      },
    }),
    ...(trial_settings && {
      trial_settings: {
        end_behavior: {
          billing_cycle_anchor: null,
          missing_payment_method: trial_settings.end_behavior.missing_payment_method,
        },
      },
    }),
    ...(details && {
      cancellation_details: {
        ...noDetails,
        ...before.cancellation_details,
        ...ending.cancellation_details,
        ...(details.comment !== undefined && { comment: details.comment }),
        ...(details.feedback !== undefined && { feedback: details.feedback }),
        ...(details.feedback_option !== undefined && { feedback_option: details.feedback_option }),
      },
    }),
  };
}

/** A change of nothing but what a subscription that has ended still takes. */
function updateEnded(account: Account, before: Subscription, params: SubscriptionUpdate): Subscription {
  const { cancellation_details, metadata, ...others } = params;
  if (Object.values(others).some((value) => value !== undefined))
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.', {
      code: 'invalid_canceled_subscription_fields',
    });
  const fields = fieldsOf(account, before, { ...params, ...others, cancellation_details, metadata });
  const after = account.store.put('subscriptions', {
    ...before,
    metadata: fields.metadata ?? before.metadata,
    ...(fields.cancellation_details && { cancellation_details: fields.cancellation_details }),
  });
  account.emit('customer.subscription.updated', after, before);
  return after;
}
