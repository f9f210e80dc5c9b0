import type { Account } from '../account';
import type { Subscription, SubscriptionItem, SubscriptionSchedule } from '../records';
import { orCustomers } from './customer-discount';
import type { Terms } from './discounts';
import { itemsOf, type Phase, termsOfPhase } from './phase';

type Renewed = Readonly<{
  items: SubscriptionItem[];
  /** Null when the subscription's own go on. */
  terms: Terms[] | null;
}>;

/**
 * What the next renewal of these items is for: for them, or, when a phase of the subscription's schedule has begun by
 * then, for what that phase says.
 * @param schedule the attached one; another one to see what it would do.
 */
export function atRenewal(
  account: Account,
  subscription: Subscription,
  items: readonly SubscriptionItem[] = subscription.items.data,
  schedule = account.store.get('subscriptionSchedules', subscription.schedule ?? ''),
): Renewed {
  const date = Math.min(...items.map((item) => item.current_period_end));
  const phase = schedule?.status === 'active' ? enteredBy(schedule, date) : undefined;
  if (!phase) return { items: [...items], terms: null };
  const held = { ...subscription, items: { ...subscription.items, data: [...items] } };
  const terms = termsOfPhase(account, phase.discounts, subscription);
  return {
    items: itemsOf(account, phase, held),
    terms: orCustomers(account, subscription.customer, terms),
  };
}

/** The phase that holds at `date` (Unix seconds), when it is not the current one. */
const enteredBy = ({ current_phase, phases }: SubscriptionSchedule, date: number): Phase | undefined =>
  phases.find(
    ({ start_date, end_date }) =>
      start_date <= date && date < end_date && start_date !== current_phase?.start_date,
  );
