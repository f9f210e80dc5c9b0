import type { Account } from '../account';
import { productName } from '../billing/lines';
import type { Subscription } from '../records';

/** What a schedule is going to make of a subscription: of what, how many, and when (Unix seconds). Null without one. */
export function plannedChange(
  account: Account,
  subscription: Subscription,
): { product: string; quantity: number; date: number } | null {
  const schedule = account.store.get('subscriptionSchedules', subscription.schedule ?? '');
  const phase = schedule?.phases.find((each) => each.start_date > account.now());
  const [item] = phase?.items ?? [];
  const price = item && account.store.get('prices', item.price);
  if (!phase || !item || !price) return null;
  return { product: productName(account, price), quantity: item.quantity ?? 1, date: phase.start_date };
}
