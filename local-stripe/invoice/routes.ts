import { type Context, Hono } from 'hono';
import { type Account, NO_REQUEST } from '../account';
import type { Accounts } from '../accounts';
import { letTimePass } from '../billing/time';
import { businessOf } from '../hosted/business';
import { type CardErrors, type KeptEntry, readCard } from '../hosted/card-entry';
import { cardFieldsView, keptFrom } from '../hosted/card-fields';
import { fieldOf, formOf, formTokenOf, isFormToken } from '../hosted/form';
import { localeOf } from '../hosted/locale-of';
import { page } from '../hosted/page';
import { message, unknownLink } from '../hosted/replies';
import { translator } from '../messages/translator';
import type { Invoice } from '../records';
import { type InvoiceView, invoicePage, type PayView } from './invoice-page';
import { bankOf, isPayable, openIntent, payWithCard, refusalOf } from './pay';
import { invoicePdf, pdfLocale } from './pdf';
import { viewOf } from './view';

/** The page behind an invoice's `hosted_invoice_url`, and the file behind its `invoice_pdf`. */
export function invoiceRoutes(accounts: Accounts): Hono {
  const routes = new Hono();
  routes.get('/:account/:token', (c) => {
    const shown = invoiceAt(accounts, c);
    return shown ? show(c, shown) : unknownLink(c);
  });
  routes.post('/:account/:token', async (c) => {
    // Read first: from finding the invoice to paying it nothing waits, so two presses pay it once.
    const form = await formOf(c);
    const shown = invoiceAt(accounts, c);
    if (!shown) return unknownLink(c);
    const { account, invoice } = shown;
    const { frame } = viewFor(account, invoice, shown.locale);
    if (!isFormToken(fieldOf(form, 'token'), c.req.path)) return message(c, frame, { kind: 'error' }, 403);
    if (!isPayable(invoice)) return c.redirect(c.req.path, 303);
    const read = readCard(form, account.now());
    if (read.kind === 'errors') return show(c, shown, read);
    account.request = NO_REQUEST;
    return c.redirect(payWithCard(account, invoice, read.entry, `${account.origin}${c.req.path}`), 303);
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

/** @param wrong what was entered, and what is wrong with it. */
function show(c: Context, shown: Shown, wrong?: Wrong): Response | Promise<Response> {
  const { account, invoice, locale } = shown;
  const pay = payViewFor(c, shown, wrong);
  return page(c, invoicePage(viewFor(account, invoice, locale), pay), '', wrong ? 422 : 200);
}

type Wrong = Readonly<{ errors: CardErrors; kept: KeptEntry }>;

function payViewFor(c: Context, { account, invoice, locale }: Shown, wrong?: Wrong): PayView | null {
  const customer = account.store.get('customers', invoice.customer ?? '');
  if (!customer || !isPayable(invoice)) return null;
  const refused = wrong ? null : refusalOf(account, invoice, c.req.query('payment_intent'));
  const intent = openIntent(account, invoice);
  const { kept, errors } = wrong ?? { kept: keptFrom(customer, locale, null), errors: {} };
  return {
    ...cardFieldsView(locale, kept, errors),
    action: c.req.path,
    token: formTokenOf(c.req.path),
    problem: refused && translator(locale)(refused),
    bank: intent && bankOf(intent),
  };
}

/** The invoice that an unguessable link leads to, and the language of who follows it. */
function invoiceAt(accounts: Accounts, c: Context): Shown | undefined {
  const account = accounts.known(c.req.param('account') ?? '');
  if (!account) return undefined;
  letTimePass(account);
  const url = `${account.origin}${c.req.path.replace(/\/pdf$/, '')}`;
  const [invoice] = account.store.by('invoices', 'hosted', url);
  if (!invoice) return undefined;
  const preferred = account.store.get('customers', invoice.customer ?? '')?.preferred_locales ?? [];
  return { account, invoice, locale: localeOf(null, preferred, c.req.header('accept-language') ?? '') };
}

const viewFor = (account: Account, invoice: Invoice, locale: string): InvoiceView =>
  viewOf(invoice, businessOf(account), locale);
