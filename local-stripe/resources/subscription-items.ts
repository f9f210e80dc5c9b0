import type { Account } from '../account';
import { holderOfItem } from '../billing/subscription-item';
import { endpoint } from '../endpoint';
import type { Subscription, SubscriptionItem } from '../records';
import { noSuch, notFound } from '../wire/errors';
import { pageOf, pagination } from '../wire/list';
import { type Infer, required, string, timestamp } from '../wire/params';
import { paymentBehavior, prorationBehavior } from './subscription-behavior';
import { itemParams } from './subscription-params';
import { changeSubscription } from './subscription-update';
import type { UpdateParams } from './subscription-update-params';

const { id: _, deleted: __, ...itemFields } = itemParams;
const how = {
  proration_behavior: prorationBehavior,
  proration_date: timestamp({ min: 0 }),
  payment_behavior: paymentBehavior,
};

type How = Infer<typeof how>;
type Entry = Partial<NonNullable<UpdateParams['items']>[number]>;

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

/** Changes one item by an update of its subscription, so that the same rules hold. */
const change = (account: Account, before: Subscription, entry: Entry, params: How): Subscription =>
  changeSubscription(account, before, {
    items: [entry],
    payment_behavior: params.payment_behavior,
    proration_behavior: params.proration_behavior,
    proration_date: params.proration_date,
  });

export const subscriptionItems = [
  endpoint(
    'POST',
    '/v1/subscription_items',
    { ...itemFields, ...how, subscription: required(string()) },
    (account, params) => {
      const before = requireSubscription(account, params.subscription);
      const known = new Set(before.items.data.map((item) => item.id));
      const { items, pending_update } = change(account, before, itemOf(params), params);
      // One that waits for its payment stands in `pending_update`.
      const all = [...items.data, ...(pending_update?.subscription_items ?? [])];
      const added = all.find((item) => !known.has(item.id));
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
      const after = change(account, subscription, { ...itemOf(params), id }, params);
      return after.items.data.find((each) => each.id === id) ?? item;
    },
  ),
  endpoint('DELETE', '/v1/subscription_items/:id', how, (account, params, { id = '' }) => {
    const { subscription } = holderOf(account, id);
    change(account, subscription, { id, deleted: true }, params);
    return { id, object: 'subscription_item', deleted: true };
  }),
];

/** What the parameters say of the item itself. */
const itemOf = ({ discounts, metadata, plan, price, price_data, quantity }: Infer<typeof itemFields>) => ({
  discounts,
  metadata,
  plan,
  price,
  price_data,
  quantity,
});
