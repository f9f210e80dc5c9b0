import type { Account } from '../account';
import type { Invoice } from '../records';
import { settleSubscription } from './apply-change';
import { attemptInVain, type Collected, type Collecting, collect, markPaid, methodOf } from './collect';
import { redraw } from './draft-lines';
import { subscriptionOf } from './invoice-subscription';
import { finalizeDraft } from './invoices';

/** Tries to collect an open invoice from this method, else from the one that it, its subscription or its customer names. */
export function collectInvoice(
  account: Account,
  invoice: Invoice,
  method: string | null = null,
  attempt: Collecting = {},
): Collected {
  const own = invoice.default_payment_method ?? subscriptionOf(account, invoice)?.default_payment_method;
  const named = method ?? own ?? null;
  const collected = collect(account, invoice, methodOf(account, invoice.customer ?? '', named), attempt);
  if (collected.kind === 'paid') settleSubscription(account, collected.invoice);
  return collected;
}

/**
 * Finalizes a draft and does what follows by itself: nothing due is paid, and one that advances is charged or sent.
 * @param advances whether Stripe goes on with it by itself.
 */
export function finalizeAndAdvance(account: Account, draft: Invoice, advances: boolean): Invoice {
  const drawn = redraw(account, draft);
  const used = drawn.lines.data.flatMap((line) => line.discounts.map(String));
  const open = finalizeDraft(account, { ...drawn, auto_advance: advances }, used);
  account.emit('invoice.updated', open, draft);
  if (open.amount_due === 0) return collectInvoice(account, open).invoice;
  if (!advances) return open;
  if (open.collection_method === 'send_invoice') {
    account.emit('invoice.sent', open);
    return open;
  }
  const collected = collectInvoice(account, open);
  return collected.kind === 'no_method' ? attemptInVain(account, collected.invoice) : collected.invoice;
}

/** Marks an invoice paid that was paid elsewhere, such as in cash: no payment is made. */
export function payOutOfBand(account: Account, invoice: Invoice): Invoice {
  const paid = markPaid(account, invoice);
  account.emit('invoice.updated', paid, invoice);
  account.emit('invoice.paid', paid);
  settleSubscription(account, paid);
  return paid;
}

/** Gives up on an open invoice: it may still be paid, but nobody asks for it. */
export function markUncollectible(account: Account, invoice: Invoice): Invoice {
  const after = account.store.put('invoices', {
    ...invoice,
    status: 'uncollectible',
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: account.now() },
  });
  account.emit('invoice.updated', after, invoice);
  account.emit('invoice.marked_uncollectible', after);
  return after;
}
