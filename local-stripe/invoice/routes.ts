import { type Context, Hono } from 'hono';
import type { Account } from '../account';
import type { Accounts } from '../accounts';
import { businessOf } from '../hosted/business';
import { localeOf } from '../hosted/locale-of';
import { page } from '../hosted/page';
import { unknownLink } from '../hosted/replies';
import type { Invoice } from '../records';
import { type InvoiceView, invoicePage } from './invoice-page';
import { invoicePdf, pdfLocale } from './pdf';
import { viewOf } from './view';

/** The page behind an invoice's `hosted_invoice_url`, and the file behind its `invoice_pdf`. */
export function invoiceRoutes(accounts: Accounts): Hono {
  const routes = new Hono();
  routes.get('/:account/:token', (c) => {
    const shown = invoiceAt(accounts, c);
    return shown ? page(c, invoicePage(viewFor(shown.account, shown.invoice, shown.locale))) : unknownLink(c);
  });
  routes.get('/:account/:token/pdf', async (c) => {
    const shown = invoiceAt(accounts, c);
    if (!shown) return unknownLink(c);
    const { account, invoice, locale } = shown;
    const view = viewFor(account, invoice, pdfLocale(locale));
    const file = await invoicePdf(view, invoice.status_transitions.finalized_at ?? invoice.created);
    c.header('Content-Type', 'application/pdf');
    c.header('Content-Disposition', `attachment; filename="Invoice-${view.number}.pdf"`);
    c.header('Cache-Control', 'no-store');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('X-Content-Type-Options', 'nosniff');
    return c.body(new Uint8Array(file).buffer);
  });
  return routes;
}

type Shown = Readonly<{ account: Account; invoice: Invoice; locale: string }>;

/** The invoice that an unguessable link leads to, and the language of who follows it. */
function invoiceAt(accounts: Accounts, c: Context): Shown | undefined {
  const account = accounts.known(c.req.param('account') ?? '');
  if (!account) return undefined;
  const url = `${account.origin}${c.req.path.replace(/\/pdf$/, '')}`;
  const [invoice] = account.store.by('invoices', 'hosted', url);
  if (!invoice) return undefined;
  const preferred = account.store.get('customers', invoice.customer ?? '')?.preferred_locales ?? [];
  return { account, invoice, locale: localeOf(null, preferred, c.req.header('accept-language') ?? '') };
}

const viewFor = (account: Account, invoice: Invoice, locale: string): InvoiceView =>
  viewOf(invoice, businessOf(account), locale);
