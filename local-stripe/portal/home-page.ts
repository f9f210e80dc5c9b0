import type { Context } from 'hono';
import { defaultMethodOf } from '../billing/default-method';
import { formTokenOf } from '../hosted/form';
import { page } from '../hosted/page';
import { message } from '../hosted/replies';
import { formatDate, formatMoney } from '../hosted/templates/format';
import { cardWords } from '../hosted/templates/payment-rows';
import { translator } from '../messages/translator';
import type { Invoice } from '../records';
import { type FlowPage, pathTo } from './flow-page';
import type { OpenSession } from './open-session';
import { cardsOf, mayRemove } from './own-cards';
import { currentPlans, planView } from './plan-standing';
import { say, sayFacts } from './sayable';
import { billingFacts } from './templates/billing-facts';
import { doneHeading } from './templates/completed';
import { type HomeView, homePage, type InvoiceRow } from './templates/home';
import { invoiceHistoryPage } from './templates/invoice-history';

/** How many invoices the home page shows before it leads to the list of all. */
const SHOWN_INVOICES = 6;

/** The portal's home, for a session without a flow or after one that ends here. */
export const home: FlowPage = {
  show(c, open) {
    const { account, visit, frame, configuration } = open;
    const { features } = configuration;
    const notice = noticeOf(open);
    if (notice !== null) forgetNotice(open);
    const invoices = features.invoice_history.enabled ? invoiceRows(open) : null;
    return page(
      c,
      homePage({
        frame,
        token: formTokenOf(visit.token),
        notice,
        who: open.customer.email ?? open.customer.name ?? null,
        plans: currentPlans(open).map((subscription) => planView(open, subscription)),
        cards: features.payment_method_update.enabled ? cardsPart(open) : null,
        billing: features.customer_update.enabled ? billingPart(open) : null,
        invoices: invoices && {
          list: invoices.slice(0, SHOWN_INVOICES),
          allAt: invoices.length > SHOWN_INVOICES ? pathTo(open, 'invoice_history') : null,
        },
      }),
      account.origin,
    );
  },
};

/** Every invoice, for customers who have more than the home page shows. */
export const invoiceHistory: FlowPage = {
  show(c: Context, open) {
    if (!open.configuration.features.invoice_history.enabled)
      return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
    return page(c, invoiceHistoryPage(open.frame, invoiceRows(open)));
  },
};

/** What was just done, here or in the flow that ended here. */
function noticeOf({ visit, frame: { locale } }: OpenSession): string | null {
  const { notice = null, outcome, untold } = visit;
  const language = { locale, t: translator(locale) };
  if (notice !== null) return say(language, notice);
  return untold && outcome ? doneHeading(language, outcome) : null;
}

/** What was done is told once: the next look at the page does not say it again. */
function forgetNotice({ account, visit }: OpenSession): void {
  account.transaction(() => {
    const now = account.store.get('portalVisits', visit.id) ?? visit;
    account.store.put('portalVisits', { ...now, notice: null, untold: false });
  });
}

function cardsPart(open: OpenSession): HomeView['cards'] {
  const { customer, frame } = open;
  const language = { locale: frame.locale, t: translator(frame.locale) };
  return {
    addAt: pathTo(open, 'payment_method_update'),
    list: cardsOf(open).map((method) => {
      const isDefault = method.id === defaultMethodOf(customer);
      return {
        ...cardWords(language, method),
        isDefault,
        defaultAt: isDefault ? null : pathTo(open, 'payment_method_default', method.id),
        removeAt: mayRemove(open, method) ? pathTo(open, 'payment_method_remove', method.id) : null,
      };
    }),
  };
}

function billingPart(open: OpenSession): HomeView['billing'] {
  const { account, customer, configuration, frame } = open;
  const { allowed_updates } = configuration.features.customer_update;
  const parts = [...new Set([...allowed_updates, 'name', 'email'] as const)];
  const taxIds = account.store.by('taxIds', 'customer', customer.id).reverse();
  const language = { locale: frame.locale, t: translator(frame.locale) };
  return {
    facts: sayFacts(language, billingFacts(customer, taxIds, parts)),
    editAt: allowed_updates.length > 0 ? pathTo(open, 'customer_update') : null,
  };
}

function invoiceRows({ account, customer, frame }: OpenSession): InvoiceRow[] {
  const { locale } = frame;
  const t = translator(locale);
  return account.store
    .by('invoices', 'customer', customer.id)
    .filter(({ status }) => status !== 'draft')
    .map((invoice) => ({
      date: formatDate(locale, invoice.status_transitions.finalized_at ?? invoice.created),
      amount: formatMoney(locale, { amount: invoice.total, currency: invoice.currency }),
      status: t(`home.invoice.${standing(invoice)}`),
      number: invoice.number ?? invoice.id,
      href: invoice.hosted_invoice_url ?? null,
      pdf: invoice.invoice_pdf ?? null,
    }));
}

function standing({ status }: Invoice): 'paid' | 'open' | 'void' | 'uncollectible' {
  const known = (['paid', 'void', 'uncollectible'] as const).find((each) => each === status);
  return known ?? 'open';
}
