import type { Account } from '../account';
import type { Subscription } from '../records';
import { termsFor } from './customer-discount';
import { runsAt } from './discounts';
import { note } from './notes';
import { atRenewal } from './phase-at-renewal';
import { previewRenewal } from './preview';

/** `customer.subscription.trial_will_end`, three days before, or at once when the trial is shorter than that. */
export function announceTrialEnd(account: Account, subscription: Subscription): void {
  if (subscription.trial_end === null) return;
  note(account, subscription.id, { trialWillEnd: subscription.trial_end });
  account.emit('customer.subscription.trial_will_end', subscription);
}

/** `invoice.upcoming`: the renewal's invoice as it stands now, without an id. */
export function announceRenewal(account: Account, subscription: Subscription): void {
  const end = Math.min(...subscription.items.data.map((item) => item.current_period_end));
  note(account, subscription.id, { upcoming: end });
  const customer = account.store.get('customers', subscription.customer);
  if (!customer || subscription.status === 'unpaid') return;
  const next = atRenewal(account, subscription);
  const terms = next.terms ?? termsFor(account, subscription, account.now());
  const upcoming = previewRenewal(account, subscription, customer, {
    items: next.items,
    terms: terms.filter(({ discount }) => runsAt(discount, end)),
  });
  if (!upcoming) return;
  const { id: _, ...invoice } = upcoming.invoice;
  account.emit('invoice.upcoming', { ...invoice, next_payment_attempt: end });
}
