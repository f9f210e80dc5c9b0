import type { Account } from '../account';
import { applyChange, PaymentRefused } from '../billing/apply-change';
import { bill } from '../billing/bill';
import { cancelNow } from '../billing/cancel';
import { planChange } from '../billing/change';
import { termsOf } from '../billing/discounts';
import { addInvoiceItem } from '../billing/invoice-items';
import { unitAmount } from '../billing/lines';
import { readDiscounts } from '../billing/redemption';
import { subscribe } from '../billing/subscribe';
import { endpoint } from '../endpoint';
import type { Customer, Subscription } from '../records';
import { ApiError, invalid, noSuch, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  clearableString,
  hash,
  type Infer,
  integer,
  list,
  metadata,
  oneOf,
  range,
  required,
  string,
  timestamp,
  timestampOr,
} from '../wire/params';
import { cardDeclined, requireOwnMethod } from './payment-methods';
import { changedItems, discountEntry, itemsParam, newItems } from './subscription-params';

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
const cancellationDetails = hash({ comment: clearableString(), feedback: clearable(oneOf(...FEEDBACK)) });
const prorationBehavior = oneOf('always_invoice', 'create_prorations', 'none');
const paymentBehavior = oneOf('allow_incomplete', 'default_incomplete', 'error_if_incomplete');

const create = {
  automatic_tax: hash({ enabled: required(oneOf('false')) }),
  backdate_start_date: timestamp({ min: 0 }),
  billing_cycle_anchor: timestamp({ min: 0 }),
  billing_mode: hash({ type: required(oneOf('classic', 'flexible')) }),
  cancel_at: timestampOr('max_period_end', 'min_period_end'),
  cancel_at_period_end: boolean(),
  collection_method: oneOf('charge_automatically'),
  currency: string(3),
  customer: required(string()),
  default_payment_method: string(),
  description: clearableString(500),
  discounts: clearable(list(discountEntry)),
  items: required(itemsParam),
  metadata: metadata(),
  off_session: boolean(),
  payment_behavior: paymentBehavior,
  proration_behavior: prorationBehavior,
  trial_end: timestampOr('now'),
  trial_period_days: integer({ min: 1, max: 730 }),
};
const update = {
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
const STATUSES = [
  'active',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
] as const;
const filters = {
  ...pagination,
  collection_method: oneOf('charge_automatically', 'send_invoice'),
  created: range(),
  customer: string(),
  price: string(),
  status: oneOf(...STATUSES, 'ended', 'all'),
};
const cancel = { cancellation_details: cancellationDetails, invoice_now: boolean(), prorate: boolean() };

const HAS_ENDED: readonly string[] = ['canceled', 'incomplete_expired'];

export function requireSubscription(account: Account, id: string): Subscription {
  const subscription = account.store.get('subscriptions', id);
  if (!subscription) throw notFound('subscription', id);
  return subscription;
}

function currencyFor(given: string | undefined, customer: Customer, priceCurrency: string): string {
  const currency = given?.toLowerCase() ?? customer.currency ?? priceCurrency;
  if (customer.currency && customer.currency !== currency)
    throw invalid(
      `You cannot combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with currency ${customer.currency}`,
      { param: 'currency' },
    );
  return currency;
}

function trialEndOf(account: Account, params: Infer<typeof create>): number | null {
  if (params.trial_end !== undefined && params.trial_period_days !== undefined)
    throw invalid('You may only specify one of these parameters: trial_end, trial_period_days.', {
      param: 'trial_end',
    });
  if (params.trial_period_days !== undefined) return account.now() + params.trial_period_days * 86_400;
  if (typeof params.trial_end !== 'number') return null;
  if (params.trial_end <= account.now())
    throw invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', {
      param: 'trial_end',
    });
  return params.trial_end;
}

function startOf(account: Account, params: Infer<typeof create>): number {
  const [now, start] = [account.now(), params.backdate_start_date];
  if (start === undefined) return now;
  if (start > now)
    throw invalid('Invalid backdate_start_date: must be in the past.', { param: 'backdate_start_date' });
  if (params.billing_cycle_anchor === undefined)
    throw invalid(
      'The local Stripe takes backdate_start_date only together with a billing_cycle_anchor in the future.',
      { param: 'backdate_start_date' },
    );
  return start;
}

/** What a cancellation parameter makes of the cancel fields. */
function cancelFields(
  account: Account,
  before: Subscription,
  params: Pick<Infer<typeof update>, 'cancel_at' | 'cancel_at_period_end'>,
): Partial<Subscription> {
  const { cancel_at, cancel_at_period_end } = params;
  if (cancel_at !== undefined && cancel_at_period_end !== undefined)
    throw invalid('You may only specify one of these parameters: cancel_at, cancel_at_period_end.', {
      param: 'cancel_at_period_end',
    });
  const ends = before.items.data.map((item) => item.current_period_end);
  const requested = (at: number, atPeriodEnd: boolean): Partial<Subscription> => ({
    cancel_at: at,
    cancel_at_period_end: atPeriodEnd,
    canceled_at: before.canceled_at ?? account.now(),
    cancellation_details: { ...noDetails, ...before.cancellation_details, reason: 'cancellation_requested' },
  });
  const kept: Partial<Subscription> = {
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: noDetails,
  };
  if (cancel_at_period_end !== undefined)
    return cancel_at_period_end
      ? requested(Math.max(...ends), true)
      : before.cancel_at_period_end
        ? kept
        : {};
  if (cancel_at === undefined) return {};
  if (cancel_at === null) return kept;
  if (cancel_at === 'max_period_end') return requested(Math.max(...ends), false);
  if (cancel_at === 'min_period_end') return requested(Math.min(...ends), false);
  if (cancel_at <= account.now())
    throw invalid('Invalid cancel_at: must be in the future.', { param: 'cancel_at' });
  return requested(cancel_at, false);
}

const noDetails = { comment: null, feedback: null, feedback_option: null, reason: null };

function changeSubscription(
  account: Account,
  before: Subscription,
  params: Infer<typeof update>,
): Subscription {
  if (HAS_ENDED.includes(before.status))
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.', {
      code: 'invalid_canceled_subscription_fields',
    });
  const items = changedItems(account, before, params.items, 'items');
  const amount = items.reduce(
    (sum, item) => sum + unitAmount(item.price, before.currency) * item.quantity,
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

export const subscriptions = [
  endpoint('POST', '/v1/subscriptions', create, (account, params) => {
    const customer = account.store.get('customers', params.customer);
    if (!customer) throw noSuch('customer', params.customer, 'customer');
    const items = newItems(account, params.items, 'items');
    const currency = currencyFor(params.currency, customer, items[0]?.price.currency ?? '');
    const amount = items.reduce((sum, item) => sum + unitAmount(item.price, currency) * item.quantity, 0);
    const id = account.ids.next('sub');
    const terms = readDiscounts(
      account,
      params.discounts ?? [],
      { customer: customer.id, subscription: null, isUpdate: false, amount, currency },
      'discounts',
    );
    if (params.default_payment_method)
      requireOwnMethod(account, params.default_payment_method, customer.id, 'default_payment_method');
    if (params.billing_cycle_anchor !== undefined && params.billing_cycle_anchor <= account.now())
      throw invalid('Invalid billing_cycle_anchor: must be in the future.', {
        param: 'billing_cycle_anchor',
      });
    const created = subscribe(account, {
      id,
      customer,
      currency,
      items,
      terms,
      defaultPaymentMethod: params.default_payment_method ?? null,
      paymentBehavior: params.payment_behavior ?? 'allow_incomplete',
      prorationBehavior: params.proration_behavior ?? 'create_prorations',
      billingMode: params.billing_mode?.type ?? 'flexible',
      start: startOf(account, params),
      anchor: params.billing_cycle_anchor ?? null,
      trialEnd: trialEndOf(account, params),
      metadata: mergeMetadata({}, params.metadata),
      description: params.description ?? null,
    });
    const ending = cancelFields(account, created, {
      cancel_at: params.cancel_at,
      cancel_at_period_end: params.cancel_at_period_end,
    });
    return Object.keys(ending).length === 0
      ? created
      : account.store.put('subscriptions', { ...created, ...ending });
  }),
  endpoint('GET', '/v1/subscriptions', filters, (account, params) =>
    page(account, 'subscriptions', {
      url: '/v1/subscriptions',
      params,
      ...(params.customer !== undefined && {
        from: account.store.by('subscriptions', 'customer', params.customer),
      }),
      keep: (each) =>
        wantsStatus(params.status, each.status) &&
        (params.collection_method === undefined || each.collection_method === params.collection_method) &&
        (params.price === undefined || each.items.data.some((item) => item.price.id === params.price)) &&
        within(each.created, params.created),
    }),
  ),
  endpoint('GET', '/v1/subscriptions/:id', {}, (account, _, { id = '' }) => requireSubscription(account, id)),
  endpoint('POST', '/v1/subscriptions/:id', update, (account, params, { id = '' }) =>
    changeSubscription(account, requireSubscription(account, id), params),
  ),
  endpoint('DELETE', '/v1/subscriptions/:id', cancel, (account, params, { id = '' }) => {
    const subscription = requireSubscription(account, id);
    if (HAS_ENDED.includes(subscription.status)) throw notFound('subscription', id);
    const change = planChange(account, subscription, {
      items: [],
      terms: [],
      anchor: 'unchanged',
      prorationBehavior: params.prorate ? 'create_prorations' : 'none',
      at: account.now(),
      endTrial: false,
    });
    if (params.invoice_now && change.drafts.length > 0)
      bill(account, subscription, { drafts: change.drafts, discounts: [], reason: 'subscription_update' });
    else
      for (const draft of change.drafts)
        addInvoiceItem(account, draft, subscription.customer, subscription.currency);
    const { comment, feedback } = params.cancellation_details ?? {};
    return cancelNow(account, requireSubscription(account, id), {
      ...(comment !== undefined && { comment }),
      ...(feedback !== undefined && { feedback }),
    });
  }),
];

/** Without a status Stripe lists what has not ended. */
function wantsStatus(wanted: Infer<typeof filters>['status'], status: string): boolean {
  if (wanted === 'all') return true;
  if (wanted === undefined) return status !== 'canceled';
  return wanted === 'ended' ? HAS_ENDED.includes(status) : status === wanted;
}
