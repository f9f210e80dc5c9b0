import { besidesTotal } from '../billing/invoice-sums';
import type { LineView } from '../hosted/templates/view';
import type { Invoice, InvoiceLine } from '../records';
import type { InvoiceView } from './invoice-page';

/** What an invoice's page and its PDF both show. */
export function viewOf(invoice: Invoice, business: string, locale: string): InvoiceView {
  const money = (amount: number) => ({ amount, currency: invoice.currency });
  const off = (invoice.total_discount_amounts ?? []).reduce((sum, each) => sum + each.amount, 0);
  const { balance, later } = besidesTotal(invoice);
  return {
    frame: { locale, business, headline: null, returnUrl: null, termsUrl: null, privacyUrl: null },
    number: invoice.number ?? invoice.id,
    customer: invoice.customer_name ?? invoice.customer_email,
    status: (['paid', 'void', 'uncollectible'] as const).find((each) => each === invoice.status) ?? 'open',
    paidAt: invoice.status_transitions.paid_at,
    dueAt: invoice.due_date,
    lines: invoice.lines.data.map((line) => lineView(line, invoice.currency)),
    discount: off === 0 ? null : money(-off),
    balance: balance === 0 ? null : money(balance),
    total: money(invoice.total),
    later: later === 0 ? null : money(later),
    amount: money(
      invoice.status === 'paid' ? invoice.amount_paid : invoice.status === 'void' ? 0 : invoice.amount_due,
    ),
    pdf: invoice.invoice_pdf ?? null,
  };
}

function lineView(line: InvoiceLine, currency: string): LineView {
  const description = line.description ?? '';
  const made = line.parent?.type === 'subscription_item_details' ? madeLine(description) : null;
  return {
    kind: made?.kind ?? 'other',
    product: made?.product ?? '',
    quantity: made?.quantity ?? line.quantity ?? 1,
    amount: { amount: line.amount, currency },
    from: line.period.start,
    until: line.period.end,
    description,
  };
}

type Made = Readonly<{ kind: LineView['kind']; product: string; quantity: number }>;

/** The descriptions that billing gives to a subscription's lines, in English. */
const MADE = [
  ['unused', /^Unused time on (?:(?<quantity>\d+) × )?(?<product>.+) after \d\d \w{3} \d{4}$/],
  ['remaining', /^Remaining time on (?:(?<quantity>\d+) × )?(?<product>.+) after \d\d \w{3} \d{4}$/],
  ['trial', /^Trial period for (?<product>.+)$/],
  ['trial', /^Free trial for (?<quantity>\d+)(?: [^×]+)? × (?<product>.+)$/],
  ['full', /^(?<quantity>\d+)(?: [^×]+)? × (?<product>.+) \(at [^()]+ \/ [^()]+\)$/],
] as const;

/** What a description of Stripe's tells, so that it can be told in another language; null for any other. */
function madeLine(description: string): Made | null {
  for (const [kind, pattern] of MADE) {
    const found = pattern.exec(description)?.groups;
    if (found?.product) return { kind, product: found.product, quantity: Number(found.quantity ?? 1) };
  }
  return null;
}
