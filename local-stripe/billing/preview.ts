import type { Account } from '../account';
import type { Customer, Invoice, Subscription } from '../records';
import { type Change, planChange, type Wanted } from './change';
import { couponOf, runsAt, type Terms } from './discounts';
import { itemsToTakeUp } from './draft-lines';
import { renewalDrafts } from './drafts';
import { lineOfItem, pendingItems } from './invoice-items';
import { draftInvoice } from './invoices';
import { type Draft, lineOf } from './lines';
import { discountedLines } from './plain-discounts';

type Previewed = Readonly<{
  customer: Customer;
  /** Null for what waits for a customer who has no subscription. */
  subscription: Subscription | null;
  currency: string;
  drafts: readonly Draft[];
  /** The discounts of the whole invoice; they need not be stored. */
  terms: readonly Terms[];
  withPending: boolean;
  period: { start: number; end: number };
}>;

/** An invoice that is stored nowhere and can be neither listed nor paid. */
export function previewInvoice(account: Account, given: Previewed): Invoice {
  const { customer, subscription, currency, terms } = given;
  const lineId = () => account.ids.next('il_tmp');
  const waiting = given.withPending ? waitingFor(account, customer, subscription) : [];
  const lines = [
    ...waiting.flatMap((item) => lineOfItem(account, item, lineId(), null) ?? []),
    ...given.drafts.map((draft) =>
      lineOf(draft, { id: lineId(), invoice: null, currency, invoiceItem: null }),
    ),
  ];
  return draftInvoice(account, {
    id: account.ids.next('upcoming_in'),
    customer,
    subscription: subscription?.id ?? null,
    currency,
    lines: discountedLines(account, lines, terms, currency),
    discounts: terms.map(({ discount }) => discount.id),
    reason: subscription ? 'upcoming' : 'manual',
    period: given.period,
    paymentMethod: null,
  });
}

const waitingFor = (account: Account, { id }: Customer, subscription: Subscription | null) =>
  subscription ? pendingItems(account, id, subscription.id) : itemsToTakeUp(account, id, null);

/** What a change costs at once, as the invoice that it would make. */
export function previewChange(
  account: Account,
  subscription: Subscription,
  customer: Customer,
  wanted: Wanted,
): { change: Change; invoice: Invoice } {
  const change = planChange(account, subscription, wanted);
  const invoice = previewInvoice(account, {
    customer,
    subscription,
    currency: subscription.currency,
    drafts: change.drafts,
    terms: wanted.terms,
    withPending: true,
    period: { start: wanted.at, end: wanted.at },
  });
  return { change, invoice };
}

/** What comes back every time: the regular charges alone, lowered by what is good for more than one of them. */
export function previewRecurring(
  account: Account,
  subscription: Subscription,
  customer: Customer,
  { items, terms }: { items: Subscription['items']['data']; terms: readonly Terms[] },
): Invoice {
  const lasting = terms.filter(({ coupon }) => coupon.duration !== 'once');
  const drafts = renewalDrafts(account, subscription, items, lasting);
  return previewInvoice(account, {
    customer,
    subscription,
    currency: subscription.currency,
    drafts,
    terms: lasting,
    withPending: false,
    period: {
      start: Math.min(...items.map((item) => item.current_period_start)),
      end: Math.min(...items.map((item) => item.current_period_end)),
    },
  });
}

/** The discounts that are left for the renewal at `moment`: `once` ones used before it are gone. */
export function termsAtRenewal(
  account: Account,
  terms: readonly Terms[],
  used: readonly string[],
  moment: number,
): Terms[] {
  return terms.filter(
    ({ discount }) =>
      runsAt(discount, moment) &&
      !(used.includes(discount.id) && couponOf(account, discount.source.coupon ?? '')?.duration === 'once'),
  );
}

/** The renewal invoice that follows the current period, for the items as given. Null when the subscription ends first. */
export function previewRenewal(
  account: Account,
  subscription: Subscription,
  customer: Customer,
  given: {
    items: Subscription['items']['data'];
    terms: readonly Terms[];
    drafts?: readonly Draft[];
    /** False when an invoice before the renewal takes up what waits. */
    withPending?: boolean;
  },
): { invoice: Invoice; date: number } | null {
  const { items, terms, drafts = [], withPending = true } = given;
  const date = Math.min(...items.map((item) => item.current_period_end));
  if (subscription.cancel_at !== null && subscription.cancel_at <= date) return null;
  const due = items.filter((item) => item.current_period_end === date);
  const renewal = renewalDrafts(account, subscription, due, terms);
  const invoice = previewInvoice(account, {
    customer,
    subscription,
    currency: subscription.currency,
    drafts: [...drafts, ...renewal],
    terms,
    withPending,
    period: { start: Math.min(...due.map((item) => item.current_period_start)), end: date },
  });
  return { invoice, date };
}
