import type { Account } from '../account';
import type { Invoice, Subscription } from '../records';
import { DAY } from './calendar';
import { noteDebit } from './debits';
import { termsOf } from './discounts';
import { addInvoiceItem, lineOfItem, pendingItems } from './invoice-items';
import { draftInvoice, finalize } from './invoices';
import { type Draft, isProration, lineOf } from './lines';
import { discountedLines } from './plain-discounts';

type Billed = Readonly<{
  drafts: readonly Draft[];
  discounts: readonly string[];
  reason: NonNullable<Invoice['billing_reason']>;
  /** The invoice is left a draft that nobody is asked to pay. */
  keepDraft?: boolean;
}>;

/**
 * Makes and finalizes the invoice for these lines and for everything that waits for the subscription's next invoice.
 * The caller collects it.
 */
export function bill(
  account: Account,
  subscription: Subscription,
  { drafts, discounts, reason, keepDraft = false }: Billed,
): Invoice {
  const customer = account.store.get('customers', subscription.customer);
  if (!customer) throw new Error(`Subscription ${subscription.id} has no customer ${subscription.customer}`);
  const { currency } = subscription;
  const id = account.ids.next('in');
  const waiting = pendingItems(account, customer.id, subscription.id);
  const lines = waiting.flatMap((item) => lineOfItem(account, item, account.ids.next('il'), id) ?? []);
  for (const item of waiting) account.store.put('invoiceItems', { ...item, invoice: id });
  for (const draft of drafts) {
    const invoiceItem = isProration(draft) ? addInvoiceItem(account, draft, customer.id, currency).id : null;
    if (invoiceItem !== null) {
      const stored = account.store.get('invoiceItems', invoiceItem);
      if (stored) account.store.put('invoiceItems', { ...stored, invoice: id });
    }
    lines.push(lineOf(draft, { id: account.ids.next('il'), invoice: id, currency, invoiceItem }));
  }
  const discounted = discountedLines(account, lines, termsOf(account, discounts, account.now()), currency);
  const period = { start: account.now(), end: account.now() };
  const plain = draftInvoice(account, {
    id,
    customer,
    subscription: subscription.id,
    currency,
    lines: discounted,
    discounts,
    reason,
    period,
    paymentMethod: null,
  });
  const invoice = termsOfPayment(account, subscription, plain);
  if (keepDraft) return kept(account, { ...invoice, auto_advance: false });
  return finalize(account, invoice, [
    ...new Set([
      ...drafts.flatMap((draft) => draft.used),
      ...discounted.flatMap((line) => line.discounts.map(String)),
    ]),
  ]);
}

/** How and when the subscription's invoices are to be paid. */
function termsOfPayment(account: Account, subscription: Subscription, draft: Invoice): Invoice {
  const isSent = subscription.collection_method === 'send_invoice';
  const { parent } = draft;
  return {
    ...draft,
    collection_method: isSent ? 'send_invoice' : draft.collection_method,
    due_date: isSent ? account.now() + (subscription.days_until_due ?? 0) * DAY : draft.due_date,
    parent: parent?.subscription_details
      ? {
          ...parent,
          subscription_details: { ...parent.subscription_details, metadata: subscription.metadata },
        }
      : parent,
    test_clock: subscription.test_clock,
  };
}

function kept(account: Account, draft: Invoice): Invoice {
  const stored = account.store.put('invoices', draft);
  account.emit('invoice.created', stored);
  return stored;
}

/** Notes in the items' ledgers what these lines charged, so that later credits return exactly that. */
export function noteDebits(account: Account, drafts: readonly Draft[], invoice: Invoice | null): void {
  const credited = new Set(drafts.filter((draft) => draft.kind === 'unused').map((draft) => draft.item));
  for (const draft of drafts) {
    if (draft.kind === 'unused' || draft.kind === 'trial') continue;
    const amount = draft.lowered.reduce((left, each) => left - each.amount, draft.amount);
    const line = invoice?.lines.data.find(
      (each) =>
        each.parent?.subscription_item_details?.subscription_item === draft.item &&
        each.amount === draft.amount,
    );
    noteDebit(
      account,
      draft.item,
      {
        invoice: invoice?.id ?? null,
        line: line?.id ?? '',
        amount,
        period: draft.period,
        subscription: draft.subscription,
        ...(draft.lowered.length > 0 && { off: [...draft.lowered] }),
      },
      credited.has(draft.item) || draft.kind === 'full',
    );
    credited.delete(draft.item);
  }
}
