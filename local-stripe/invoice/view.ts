import type { LineView } from '../hosted/templates/view';
import type { Invoice, InvoiceLine } from '../records';
import type { InvoiceView } from './invoice-page';

/** What an invoice's page and its PDF both show. */
export function viewOf(invoice: Invoice, business: string, locale: string): InvoiceView {
  const money = (amount: number) => ({ amount, currency: invoice.currency });
  const off = (invoice.total_discount_amounts ?? []).reduce((sum, each) => sum + each.amount, 0);
  const owed = invoice.total + invoice.starting_balance;
  const tooSmall = invoice.amount_due === 0 && owed > 0;
  const balance = tooSmall ? invoice.starting_balance : invoice.amount_due - Math.max(0, invoice.total);
  return {
    frame: { locale, business, headline: null, returnUrl: null, termsUrl: null, privacyUrl: null },
    number: invoice.number ?? invoice.id,
    customer: invoice.customer_name ?? invoice.customer_email,
    status: invoice.status === 'paid' ? 'paid' : invoice.status === 'void' ? 'void' : 'open',
    paidAt: invoice.status_transitions.paid_at,
    lines: invoice.lines.data.map((line) => lineView(line, invoice.currency)),
    discount: off === 0 ? null : money(-off),
    balance: balance === 0 ? null : money(balance),
    total: money(invoice.total),
    later: tooSmall ? money(-owed) : null,
    amount: money(
      invoice.status === 'paid' ? invoice.amount_paid : invoice.status === 'void' ? 0 : invoice.amount_due,
    ),
    pdf: invoice.invoice_pdf ?? null,
  };
}

function lineView(line: InvoiceLine, currency: string): LineView {
  return {
    kind: 'other',
    product: '',
    quantity: line.quantity ?? 1,
    amount: { amount: line.amount, currency },
    from: line.period.start,
    until: line.period.end,
    description: line.description ?? '',
  };
}
