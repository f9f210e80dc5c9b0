import { bill } from '../billing/bill';
import { cancelNow } from '../billing/cancel';
import { planChange } from '../billing/change';
import { collectAsAgreed } from '../billing/collect-subscription';
import { hasEnded } from '../billing/ended';
import { addInvoiceItem, pendingItems } from '../billing/invoice-items';
import { endDiscount } from '../billing/redemption';
import { cancelSchedule } from '../billing/schedule';
import { withoutWaiting } from '../billing/waiting-change';
import { endpoint } from '../endpoint';
import type { Subscription } from '../records';
import { notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { boolean, type Infer, oneOf, range, string } from '../wire/params';
import { refuseUnusable } from './feedback-options';
import { requireSubscription } from './require-subscription';
import { cancellationDetails } from './subscription-behavior';
import { createParams, createSubscription } from './subscription-create';
import { subscriptionPause } from './subscription-pause';
import { changeSubscription } from './subscription-update';
import { updateParams } from './subscription-update-params';

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
  current_period_end: range(),
  current_period_start: range(),
  customer: string(),
  plan: string(),
  price: string(),
  status: oneOf(...STATUSES, 'ended', 'all'),
  test_clock: string(),
};
const cancel = { cancellation_details: cancellationDetails, invoice_now: boolean(), prorate: boolean() };

export const subscriptions = [
  endpoint('POST', '/v1/subscriptions', createParams, createSubscription),
  endpoint('GET', '/v1/subscriptions', filters, (account, params) =>
    page(account, 'subscriptions', {
      url: '/v1/subscriptions',
      params,
      ...(params.customer !== undefined && {
        from: account.store.by('subscriptions', 'customer', params.customer),
      }),
      keep: (each) =>
        wantsStatus(params.status, each) &&
        showsClock(params, each.test_clock) &&
        (params.collection_method === undefined || each.collection_method === params.collection_method) &&
        (params.price === undefined || each.items.data.some((item) => item.price.id === params.price)) &&
        (params.plan === undefined || each.items.data.some((item) => item.price.id === params.plan)) &&
        each.items.data.some(
          (item) =>
            within(item.current_period_start, params.current_period_start) &&
            within(item.current_period_end, params.current_period_end),
        ) &&
        within(each.created, params.created),
    }),
  ),
  endpoint('GET', '/v1/subscriptions/:id', {}, (account, _, { id = '' }) => requireSubscription(account, id)),
  ...subscriptionPause,
  endpoint('POST', '/v1/subscriptions/:id', updateParams, (account, params, { id = '' }) =>
    changeSubscription(account, requireSubscription(account, id), params),
  ),
  endpoint('DELETE', '/v1/subscriptions/:id/discount', {}, (account, _, { id = '' }) => {
    const before = requireSubscription(account, id);
    const [first] = before.discounts;
    const discount = account.store.get('discounts', first ?? '');
    if (!discount) throw notFound('discount', id, 'discount');
    endDiscount(account, discount.id);
    const after = account.store.put('subscriptions', { ...before, discounts: [] });
    for (const other of before.discounts.slice(1)) endDiscount(account, other);
    account.emit('customer.subscription.updated', after, before);
    return { ...discount, deleted: true };
  }),
  endpoint('DELETE', '/v1/subscriptions/:id', cancel, (account, params, { id = '' }) => {
    const found = requireSubscription(account, id);
    if (hasEnded(found)) throw notFound('subscription', id);
    const schedule = account.store.get('subscriptionSchedules', found.schedule ?? '');
    if (schedule?.status === 'active') cancelSchedule(account, schedule);
    const subscription = withoutWaiting(account, found);
    const change = planChange(account, subscription, {
      items: [],
      terms: [],
      anchor: 'unchanged',
      prorationBehavior: params.prorate ? 'create_prorations' : 'none',
      at: account.now(),
      endTrial: false,
    });
    const waiting = pendingItems(account, subscription.customer, id);
    if (!params.invoice_now && !params.prorate)
      for (const item of waiting.filter(({ proration }) => proration)) {
        account.store.remove('invoiceItems', item.id);
        account.emit('invoiceitem.deleted', item);
      }
    if (params.invoice_now && change.drafts.length + waiting.length > 0) {
      const billed = bill(account, subscription, {
        drafts: change.drafts,
        discounts: [],
        reason: 'subscription_update',
      });
      const { invoice } = collectAsAgreed(account, subscription, billed);
      const current = requireSubscription(account, id);
      account.store.put('subscriptions', { ...current, latest_invoice: invoice.id });
    } else
      for (const draft of change.drafts)
        addInvoiceItem(account, draft, subscription.customer, subscription.currency);
    const { comment, feedback, feedback_option } = params.cancellation_details ?? {};
    if (feedback_option !== undefined)
      refuseUnusable(account, feedback_option, 'cancellation_details[feedback_option]');
    return cancelNow(account, requireSubscription(account, id), {
      ...(comment !== undefined && { comment }),
      ...(feedback !== undefined && { feedback }),
      ...(feedback_option !== undefined && { feedback_option }),
    });
  }),
];

/** What lives by a test clock is listed only for its clock or its customer. */
function showsClock(
  params: { customer?: string | undefined; test_clock?: string | undefined },
  clock: string | null,
): boolean {
  if (params.test_clock !== undefined) return clock === params.test_clock;
  return params.customer !== undefined || clock === null;
}

/** Without a status Stripe lists what has not ended. */
function wantsStatus(wanted: Infer<typeof filters>['status'], subscription: Subscription): boolean {
  if (wanted === 'all') return true;
  if (wanted === undefined) return subscription.status !== 'canceled';
  return wanted === 'ended' ? hasEnded(subscription) : subscription.status === wanted;
}
