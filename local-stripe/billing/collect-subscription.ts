import type { Account } from '../account';
import type { Invoice, Subscription } from '../records';
import { DAY } from './calendar';
import { attemptInVain, type Collected, type Collecting, collect, methodOf } from './collect';
import { voidInvoice } from './invoices';

/** How asking for the money of a subscription's invoice went: `sent` by e-mail, or `held` back on purpose. */
export type Asked = Collected | Readonly<{ kind: 'sent' | 'held'; invoice: Invoice }>;

/** Days from one attempt to the next: a refused renewal is tried again on days 3, 5 and 7. */
const RETRY_AFTER_DAYS = [3, 2, 2];

/** When a payment that fails now is tried again (Unix seconds); null after the last time. */
export function nextAttempt(invoice: Invoice, now: number): number | null {
  const days = RETRY_AFTER_DAYS[invoice.attempt_count];
  return days === undefined ? null : now + days * DAY;
}

/** Asks for the money of a subscription's invoice in the way that the subscription says. */
export function collectAsAgreed(
  account: Account,
  subscription: Subscription,
  invoice: Invoice,
  attempt: Collecting = {},
): Asked {
  if (invoice.status === 'draft') return { kind: 'held', invoice };
  if (subscription.pause_collection && invoice.amount_due > 0)
    return { kind: 'held', invoice: closed(account, invoice, subscription.pause_collection.behavior) };
  if (invoice.collection_method === 'send_invoice' && invoice.amount_due > 0) {
    account.emit('invoice.sent', invoice);
    return { kind: 'sent', invoice };
  }
  const method = methodOf(account, subscription.customer, subscription.default_payment_method);
  const retried = { ...invoice, next_payment_attempt: nextAttempt(invoice, account.now()) };
  if (method || invoice.amount_due === 0) return collect(account, retried, method, attempt);
  return { kind: 'no_method', invoice: attemptInVain(account, retried) };
}

function closed(account: Account, invoice: Invoice, behavior: string): Invoice {
  if (behavior === 'void') return voidInvoice(account, invoice);
  const after = account.store.put('invoices', {
    ...invoice,
    status: 'uncollectible',
    auto_advance: false,
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: account.now() },
  });
  account.emit('invoice.marked_uncollectible', after);
  return after;
}
