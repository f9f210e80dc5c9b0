import type { Account } from '../account';
import { methodOf } from '../billing/collect';
import { amountOff, type Terms } from '../billing/discounts';
import { pendingItems } from '../billing/invoice-items';
import { besidesTotal } from '../billing/invoice-sums';
import { type Draft, productName, unitAmount, unitLabel } from '../billing/lines';
import { previewChange, previewRenewal, termsAtRenewal } from '../billing/preview';
import { priceAmount } from '../billing/price-amount';
import type { Invoice, InvoiceItem, PaymentMethod, Price } from '../records';
import type { ConfirmedChange } from './confirm-change';
import type { CompletedView } from './templates/completed';
import type { ConfirmChangeView, DiscountView, ItemView, LineView } from './templates/confirm-change';

/** What a page is told besides the change itself. */
type Surroundings = Pick<
  ConfirmChangeView,
  'frame' | 'action' | 'token' | 'shown' | 'hasChanged' | 'problem' | 'card' | 'chooseAt'
>;
type ChangeView = Omit<ConfirmChangeView, keyof Surroundings>;

/** Everything that the confirm page shows. */
export const confirmChangeView = (change: ConfirmedChange, page: Surroundings): ConfirmChangeView => ({
  ...page,
  ...changeView(change),
});

/** The change in figures, computed by the same code that will carry it out. */
export function changeView(change: ConfirmedChange): ChangeView {
  const { account, subscription, wanted, deferredTo } = change;
  const { currency } = subscription;
  const { invoice, lines, renewal, charged } = figures(change);
  const due = charged ? invoice.amount_due : 0;
  const { balance, later } = charged ? besidesTotal(invoice) : { balance: 0, later: 0 };
  const [now] = subscription.items.data;
  const [want] = wanted.items;
  if (!now || !want) throw new Error(`Subscription ${subscription.id} has no item to change`);
  const discount = discountView(change);
  return {
    current: itemView(account, now.price, now.quantity ?? 1, currency),
    next: itemView(account, want.price, want.quantity, currency),
    discount,
    lines,
    subtotalAdjustment: balance === 0 ? null : { amount: balance, currency },
    later: later === 0 ? null : { amount: later, currency },
    dueToday: { amount: due, currency },
    credit: charged && invoice.total < 0 && later === 0 ? { amount: -invoice.total, currency } : null,
    effective: deferredTo === null ? { kind: 'now' } : { kind: 'at', date: deferredTo },
    renewal: renewal && { amount: { amount: renewal.amount, currency }, date: renewal.date },
    afterDiscount: discount ? { amount: priceAmount(want.price, currency, want.quantity), currency } : null,
    trialEnds: wanted.endTrial,
    paymentMethod: cardView(change),
  };
}

/** What the confirmation page tells after the change, from what was shown before it and what was collected. */
export function completedView(
  shown: ChangeView,
  invoice: Invoice | null,
  customMessage: string | null,
): CompletedView {
  return {
    from: shown.current,
    to: shown.next,
    effective: shown.effective,
    charged: { amount: invoice?.amount_paid ?? 0, currency: shown.dueToday.currency },
    credit: shown.credit,
    discount: shown.discount,
    renewal: shown.renewal,
    afterDiscount: shown.afterDiscount,
    paymentMethod: shown.paymentMethod,
    customMessage,
  };
}

type Figures = Readonly<{
  invoice: Invoice;
  lines: LineView[];
  renewal: { amount: number; date: number } | null;
  /** An invoice is made and collected now. */
  charged: boolean;
}>;

function figures({ account, customer, subscription, wanted, deferredTo }: ConfirmedChange): Figures {
  const { change, invoice } = previewChange(account, subscription, customer, wanted);
  const deferred = deferredTo !== null;
  const charged =
    !deferred &&
    change.drafts.length > 0 &&
    (wanted.prorationBehavior === 'always_invoice' || change.invoiceNow);
  const drafts = deferred ? [] : change.drafts;
  const used = charged ? drafts.flatMap((draft) => draft.used) : [];
  const items = deferred
    ? change.items.map((item) => ({ ...item, current_period_end: deferredTo }))
    : change.items;
  const end = Math.min(...items.map((item) => item.current_period_end));
  const balance = charged ? customer.balance + invoice.total - invoice.amount_due : customer.balance;
  const renewal = previewRenewal(
    account,
    { ...subscription, billing_cycle_anchor: deferred ? subscription.billing_cycle_anchor : change.anchor },
    { ...customer, balance },
    {
      items,
      drafts: charged ? [] : drafts,
      terms: termsAtRenewal(account, wanted.terms, used, end),
      withPending: !charged,
    },
  );
  return {
    invoice,
    charged,
    lines: [
      ...(charged
        ? pendingItems(account, customer.id, subscription.id).flatMap((item) => waitingLine(account, item))
        : []),
      ...drafts.flatMap((draft) => lineViews(account, draft, subscription.currency)),
    ],
    renewal: renewal && { amount: renewal.invoice.amount_due, date: renewal.date },
  };
}

/** An item in the template's terms. */
export function itemView(account: Account, price: Price, quantity: number, currency: string): ItemView {
  const { interval = 'month', interval_count = 1 } = price.recurring ?? {};
  return {
    product: productName(account, price),
    unitAmount: { amount: unitAmount(price, currency), currency },
    unitLabel: unitLabel(account, price),
    quantity,
    recurring: { interval: interval as ItemView['recurring']['interval'], intervalCount: interval_count }, // read by oneOf() at creation
  };
}

function lineViews(account: Account, draft: Draft, currency: string): LineView[] {
  if (draft.kind === 'trial') return [];
  const line = {
    product: productName(account, draft.price),
    quantity: draft.quantity,
    from: draft.period.start,
    until: draft.period.end,
    description: draft.description,
  };
  const lowered = draft.lowered.reduce((sum, each) => sum + each.amount, 0);
  const own: LineView = { ...line, kind: draft.kind, amount: { amount: draft.amount, currency } };
  return lowered === 0 ? [own] : [own, { ...line, kind: 'discount', amount: { amount: -lowered, currency } }];
}

/** A proration of an earlier change, which the next invoice takes up. */
function waitingLine(account: Account, item: InvoiceItem): LineView {
  const price = account.store.get('prices', item.pricing?.price_details?.price ?? '');
  return {
    kind: item.amount < 0 ? 'unused' : 'remaining',
    product: price ? productName(account, price) : '',
    quantity: item.quantity,
    amount: { amount: item.amount, currency: item.currency },
    from: item.period.start,
    until: item.period.end,
    description: item.description ?? '',
  };
}

function discountView({ account, wanted, newTerms, subscription }: ConfirmedChange): DiscountView | null {
  const [terms] = wanted.terms;
  return terms ? discountInView(account, terms, subscription.currency, newTerms !== undefined) : null;
}

/** A discount in the template's terms. */
export function discountInView(
  account: Account,
  terms: Terms,
  currency: string,
  isNew: boolean,
): DiscountView {
  const { discount, coupon } = terms;
  const code = discount.promotion_code && account.store.get('promotionCodes', discount.promotion_code)?.code;
  const off = amountOff(coupon, currency);
  return {
    label: code || coupon.name || coupon.id,
    percentOff: coupon.percent_off,
    amountOff: coupon.percent_off === null && off !== null ? { amount: off, currency } : null,
    duration: durationView(terms, isNew),
    isNew,
  };
}

function durationView({ discount, coupon }: Terms, isNew: boolean): DiscountView['duration'] {
  if (coupon.duration === 'once') return { kind: 'once' };
  if (coupon.duration !== 'repeating') return { kind: 'forever' };
  return { kind: 'repeating', months: coupon.duration_in_months ?? 1, until: isNew ? null : discount.end };
}

function cardView({ account, subscription }: ConfirmedChange): ConfirmChangeView['paymentMethod'] {
  const method = methodOf(account, subscription.customer, subscription.default_payment_method);
  return method && cardInView(method);
}

/** A card in the template's terms; null for a payment method that is none. */
export function cardInView({ card }: PaymentMethod): ConfirmChangeView['paymentMethod'] {
  return card
    ? { brand: card.brand, last4: card.last4, expMonth: card.exp_month, expYear: card.exp_year }
    : null;
}
