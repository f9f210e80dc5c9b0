import { Hono } from 'hono';
import type { Accounts } from '../accounts';
import { page } from '../portal/hosted-page';
import { type InvoiceView, invoicePage } from '../portal/templates/invoice';
import { messageFor, messagePage } from '../portal/templates/message';
import type { LineView } from '../portal/templates/view';
import type { Invoice, InvoiceLine } from '../records';

/** The page behind an invoice's `hosted_invoice_url`. */
export function invoiceRoutes(accounts: Accounts): Hono {
  const routes = new Hono();
  routes.get('/:account/:token', (c) => {
    const account = accounts.known(c.req.param('account'));
    const url = account && `${account.origin}${c.req.path}`;
    const [invoice] = account && url ? account.store.by('invoices', 'hosted', url) : [];
    if (!account || !invoice)
      return page(c, messagePage(null, messageFor('en', { kind: 'unknown-link' })), '', 404);
    const name = account.store.get('settings', 'business_name')?.value;
    const locale = account.store.get('customers', invoice.customer ?? '')?.preferred_locales?.[0] ?? 'en';
    return page(c, invoicePage(viewOf(invoice, typeof name === 'string' ? name : 'Your account', locale)));
  });
  return routes;
}

function viewOf(invoice: Invoice, business: string, locale: string): InvoiceView {
  const money = (amount: number) => ({ amount, currency: invoice.currency });
  const off = (invoice.total_discount_amounts ?? []).reduce((sum, each) => sum + each.amount, 0);
  return {
    frame: { locale, business, headline: null, returnUrl: null, termsUrl: null, privacyUrl: null },
    number: invoice.number ?? invoice.id,
    customer: invoice.customer_name ?? invoice.customer_email,
    status: invoice.status === 'paid' ? 'paid' : invoice.status === 'void' ? 'void' : 'open',
    paidAt: invoice.status_transitions.paid_at,
    lines: invoice.lines.data.map((line) => lineView(line, invoice.currency)),
    discount: off === 0 ? null : money(-off),
    balance:
      invoice.amount_due === Math.max(0, invoice.total)
        ? null
        : money(invoice.amount_due - Math.max(0, invoice.total)),
    total: money(invoice.total),
    amount: money(
      invoice.status === 'paid' ? invoice.amount_paid : invoice.status === 'void' ? 0 : invoice.amount_due,
    ),
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
