import type { Account } from '../account';
import type { Subscription, SubscriptionItem, SubscriptionSchedule } from '../records';
import type { WantedItem } from './change';
import type { Terms } from './discounts';
import { type DiscountParam, readDiscounts } from './redemption';
import { planOf } from './subscription-item';

export type Phase = SubscriptionSchedule['phases'][number];

type Given = Pick<Phase, 'currency' | 'start_date' | 'end_date'> &
  Partial<Phase> & { items: readonly Phase['items'][number][] };

/** A phase with Stripe's defaults for what is not given. */
export function phaseOf(given: Given): Phase {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: null,
    billing_thresholds: null,
    collection_method: null,
    default_payment_method: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    invoice_settings: null,
    metadata: {},
    on_behalf_of: null,
    proration_behavior: 'create_prorations',
    transfer_data: null,
    trial_end: null,
    ...given,
    items: [...given.items],
  };
}

/** One item of a phase. */
export const phaseItem = (
  price: string,
  quantity: number,
  more: Partial<Pick<Phase['items'][number], 'discounts' | 'metadata'>> = {},
): Phase['items'][number] => ({
  billing_thresholds: null,
  discounts: [],
  metadata: {},
  plan: price,
  price,
  quantity,
  tax_rates: [],
  ...more,
});

/** The current phase of a subscription as it is. */
export function phaseOfSubscription(subscription: Subscription, start: number, end: number): Phase {
  const kept = (ids: readonly string[]) =>
    ids.map((discount) => ({ coupon: null, discount, promotion_code: null }));
  return phaseOf({
    currency: subscription.currency,
    start_date: start,
    end_date: end,
    discounts: kept(subscription.discounts),
    items: subscription.items.data.map((item) =>
      phaseItem(item.price.id, item.quantity ?? 1, {
        discounts: kept(item.discounts),
        metadata: item.metadata,
      }),
    ),
    trial_end: subscription.status === 'trialing' ? subscription.trial_end : null,
  });
}

/** The phase that begins at `start` (Unix seconds). */
export const phaseFrom = (schedule: SubscriptionSchedule, start: number): Phase | undefined =>
  schedule.phases.find((phase) => phase.start_date === start);

/** The terms of a phase's discounts as they are when it begins; a coupon that is gone by then is left out. */
export function termsOfPhase(
  account: Account,
  discounts: Phase['discounts'],
  subscription: Pick<Subscription, 'id' | 'customer' | 'currency'>,
): Terms[] {
  return discounts.flatMap(({ coupon, discount, promotion_code }): Terms[] => {
    const entry: DiscountParam = {
      ...(coupon !== null && { coupon }),
      ...(discount !== null && { discount }),
      ...(promotion_code !== null && { promotion_code }),
    };
    const { customer, currency, id } = subscription;
    const redeemer = { customer, currency, subscription: id, isUpdate: true, amount: 0 };
    try {
      return readDiscounts(account, [entry], redeemer, 'discounts');
    } catch {
      return []; // it could be redeemed when the schedule was made, and time has passed since
    }
  });
}

/** The items that a phase wants: those with the same price stay, the others change in order, the rest are new. */
export function wantedOf(account: Account, phase: Phase, subscription: Subscription): WantedItem[] {
  const free = [...subscription.items.data];
  const take = (matches: (item: SubscriptionItem) => boolean): SubscriptionItem | undefined => {
    const at = free.findIndex(matches);
    return at === -1 ? undefined : free.splice(at, 1)[0];
  };
  const same = phase.items.map(({ price }) => take((item) => item.price.id === price));
  return phase.items.map((wanted, i): WantedItem => {
    const before = same[i] ?? take(() => true);
    const price = account.store.get('prices', wanted.price);
    if (!price) throw new Error(`A schedule of ${subscription.id} names what is not there: ${wanted.price}`);
    const terms = termsOfPhase(account, wanted.discounts, subscription);
    return {
      id: before?.id ?? null,
      price,
      quantity: wanted.quantity ?? 1,
      ...(Object.keys(wanted.metadata ?? {}).length > 0 && { metadata: wanted.metadata ?? {} }),
      ...(wanted.discounts.length > 0 || (before?.discounts.length ?? 0) > 0 ? { terms } : {}),
    };
  });
}

/** A subscription's items as a phase has them; their periods are still the subscription's. */
export function itemsOf(account: Account, phase: Phase, subscription: Subscription): SubscriptionItem[] {
  const [first] = subscription.items.data;
  return wantedOf(account, phase, subscription).flatMap((want): SubscriptionItem[] => {
    const before = subscription.items.data.find((item) => item.id === want.id);
    const like = before ?? first;
    if (!like) return [];
    return [
      {
        ...like,
        id: before?.id ?? account.ids.next('si'),
        price: want.price,
        plan: planOf(want.price),
        quantity: want.quantity,
        metadata: want.metadata ?? before?.metadata ?? {},
        discounts: want.terms?.map(({ discount }) => discount.id) ?? before?.discounts ?? [],
      },
    ];
  });
}
