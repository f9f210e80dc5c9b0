import type { Account } from '../account';
import type { Invoice, Subscription } from '../records';

/** The subscription that an invoice is for; undefined for one of no subscription. */
export const subscriptionOf = (account: Account, invoice: Invoice): Subscription | undefined =>
  account.store.get('subscriptions', invoice.parent?.subscription_details?.subscription ?? '');
