import type { Account } from '../account';
import type { Price, Subscription, SubscriptionItem } from '../records';

/** The subscription that has this item, and the item; undefined when none has. */
export function holderOfItem(
  account: Account,
  id: string,
): { subscription: Subscription; item: SubscriptionItem } | undefined {
  const [subscription] = account.store.by('subscriptions', 'item', id);
  const item = subscription?.items.data.find((each) => each.id === id);
  return subscription && item && { subscription, item };
}

const plans = new WeakMap<Price, SubscriptionItem['plan']>();

/** The legacy `plan` that every subscription item still carries beside its price: one for all items. */
export function planOf(price: Price): SubscriptionItem['plan'] {
  const plan = plans.get(price) ?? made(price);
  plans.set(price, plan);
  return plan;
}

function made(price: Price): SubscriptionItem['plan'] {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: price.tiers_mode,
    transform_usage: price.transform_quantity,
    trial_period_days: price.recurring?.trial_period_days ?? null,
    usage_type: 'licensed',
  };
}
