import type { Account } from '../account';
import { bill } from '../billing/bill';
import { cancelNow } from '../billing/cancel';
import { planChange } from '../billing/change';
import { addInvoiceItem } from '../billing/invoice-items';
import { endpoint } from '../endpoint';
import type { Subscription } from '../records';
import { notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { boolean, type Infer, oneOf, range, string } from '../wire/params';
import { cancellationDetails } from './subscription-behavior';
import { createParams, createSubscription } from './subscription-create';
import { updateParams, updateSubscription } from './subscription-update';

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
        wantsStatus(params.status, each.status) &&
        (params.collection_method === undefined || each.collection_method === params.collection_method) &&
        (params.price === undefined || each.items.data.some((item) => item.price.id === params.price)) &&
        within(each.created, params.created),
    }),
  ),
  endpoint('GET', '/v1/subscriptions/:id', {}, (account, _, { id = '' }) => requireSubscription(account, id)),
  endpoint('POST', '/v1/subscriptions/:id', updateParams, (account, params, { id = '' }) =>
    updateSubscription(account, requireSubscription(account, id), params),
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
