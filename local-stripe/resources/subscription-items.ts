import type { Account } from '../account';
import { applyChange } from '../billing/apply-change';
import type { WantedItem } from '../billing/change';
import { termsOf } from '../billing/discounts';
import { holderOfItem } from '../billing/subscription-item';
import { endpoint } from '../endpoint';
import type { Subscription, SubscriptionItem } from '../records';
import { noSuch, notFound } from '../wire/errors';
import { pageOf, pagination } from '../wire/list';
import { oneOf, required, string, timestamp } from '../wire/params';
import { onRefusal, type PaymentBehavior, paymentBehavior, refusing } from './subscription-behavior';
import { changedItems, itemParams } from './subscription-params';
import { refuseProrationDate } from './subscription-update-refusals';

const { id: _, deleted: __, ...itemFields } = itemParams;
const how = {
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
  proration_date: timestamp({ min: 0 }),
  payment_behavior: paymentBehavior,
};

type How = {
  proration_behavior?: 'always_invoice' | 'create_prorations' | 'none' | undefined;
  proration_date?: number | undefined;
  payment_behavior?: PaymentBehavior | undefined;
};

function holderOf(account: Account, id: string): { subscription: Subscription; item: SubscriptionItem } {
  const holder = holderOfItem(account, id);
  if (!holder) throw notFound('subscription_item', id, 'item');
  return holder;
}

function requireSubscription(account: Account, id: string): Subscription {
  const subscription = account.store.get('subscriptions', id);
  if (!subscription) throw noSuch('subscription', id, 'subscription');
  return subscription;
}

function change(
  account: Account,
  before: Subscription,
  items: readonly WantedItem[],
  params: How,
): Subscription {
  refuseProrationDate(before, params.proration_date);
  const at = params.proration_date ?? account.now();
  return refusing(() =>
    applyChange(
      account,
      before,
      {
        items,
        terms: termsOf(account, before.discounts, at),
        anchor: 'unchanged',
        prorationBehavior: params.proration_behavior ?? 'create_prorations',
        at,
        endTrial: false,
      },
      { onRefusal: onRefusal(params.payment_behavior) },
    ),
  );
}

export const subscriptionItems = [
  endpoint(
    'POST',
    '/v1/subscription_items',
    { ...itemFields, ...how, subscription: required(string()) },
    (account, params) => {
      const before = requireSubscription(account, params.subscription);
      const known = new Set(before.items.data.map((item) => item.id));
      const items = changedItems(
        account,
        before,
        [{ ...params, id: undefined, deleted: undefined }],
        'items',
      );
      const added = change(account, before, items, params).items.data.find((item) => !known.has(item.id));
      if (!added) throw new Error('A new subscription item was not added');
      return added;
    },
  ),
  endpoint(
    'GET',
    '/v1/subscription_items',
    { ...pagination, subscription: required(string()) },
    (account, params) => pageOf(requireSubscription(account, params.subscription).items, params),
  ),
  endpoint(
    'GET',
    '/v1/subscription_items/:id',
    {},
    (account, ___, { id = '' }) => holderOf(account, id).item,
  ),
  endpoint(
    'POST',
    '/v1/subscription_items/:id',
    { ...itemFields, ...how },
    (account, params, { id = '' }) => {
      const { subscription, item } = holderOf(account, id);
      const items = changedItems(account, subscription, [{ ...params, id, deleted: undefined }], 'items');
      return change(account, subscription, items, params).items.data.find((each) => each.id === id) ?? item;
    },
  ),
  endpoint('DELETE', '/v1/subscription_items/:id', how, (account, params, { id = '' }) => {
    const { subscription } = holderOf(account, id);
    const removal = { ...nothing, id, deleted: true };
    change(account, subscription, changedItems(account, subscription, [removal], 'items'), params);
    return { id, object: 'subscription_item', deleted: true };
  }),
];

const nothing = {
  discounts: undefined,
  metadata: undefined,
  price: undefined,
  price_data: undefined,
  quantity: undefined,
};
