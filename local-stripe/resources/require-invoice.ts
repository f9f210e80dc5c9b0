import type { Account } from '../account';
import type { Invoice } from '../records';
import { invalid, notFound } from '../wire/errors';

/** An invoice that exists; throws a 404 otherwise. */
export function requireInvoice(account: Account, id: string): Invoice {
  const invoice = account.store.get('invoices', id);
  if (!invoice) throw notFound('invoice', id);
  return invoice;
}

/** An invoice that is still a draft; `doing` says what only a draft allows. */
export function requireDraft(account: Account, id: string, doing: string): Invoice {
  const invoice = requireInvoice(account, id);
  if (invoice.status !== 'draft')
    throw invalid(`You can only ${doing} a draft invoice. This invoice has status: ${invoice.status}.`, {
      code: 'invoice_not_editable',
    });
  return invoice;
}

/** Throws unless the invoice is in one of the statuses in which this can be done to it. */
export function requireStatus(
  invoice: Invoice,
  statuses: readonly NonNullable<Invoice['status']>[],
  doing: string,
): void {
  if (invoice.status !== null && statuses.includes(invoice.status)) return;
  if (invoice.status === 'paid') throw invalid('Invoice is already paid');
  throw invalid(
    `You can only ${doing} an invoice that is ${statuses.join(' or ')}. This invoice has status: ${invoice.status}.`,
  );
}
