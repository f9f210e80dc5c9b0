import type { Outcome } from '../billing/outcome';
import type { PlanOutcome } from '../billing/plan-outcome';
import { isSamePosition, type Position } from '../billing/position';
import type { PromotionCode } from '../billing/promotion';
import { offInWords } from '../billing/promotion-words';
import type { Discount, PaymentMethod } from '../billing/subscription';
import { dueInWords, paymentMethodInWords, termsInWords } from '../billing/subscription-words';
import { formatDate, formatMoment } from '../calendar';
import { formatMoney, times } from '../money';
import { offerName, positionInWords } from './position-words';
import type { Fact, ReturnView } from './types';

/** The page without the way back, which is the visit's and not its outcome's. */
export type View = Omit<ReturnView, 'plansHref'>;

/** An outcome with what is known around it. `next.at` is Unix seconds, its amount minor units. */
export type Told = Readonly<{
  outcome: Outcome;
  next: Readonly<{ amount: number; currency: string; at: number }> | null;
  /** The code that was sent along. */
  promotion: PromotionCode | null;
}>;

/** What came of a visit that was to begin or change a plan. */
export function planView(outcome: PlanOutcome, told: Told): View {
  const { kind, from, to } = outcome;
  const name = offerName(to, from);
  switch (kind) {
    case 'changed':
      return {
        kind,
        title: isSamePosition(from, to) ? `Your price for ${name} changed` : `You are on ${name}`,
        lead: `${from ? `${offerName(from, to)} → ` : ''}${name}, from now on.`,
        facts: [
          planFact(to, from),
          ...chargeFacts(outcome),
          ...discountFacts(outcome, told),
          ...nextFacts(told),
        ],
      };
    case 'scheduled':
      return {
        kind,
        title: `${name} starts on ${formatDate(outcome.startsAt ?? 0)}`,
        lead: `Until then you keep ${offerName(from, to)}. Nothing was charged.`,
        facts: [
          { ...planFact(to, from), label: `From ${formatDate(outcome.startsAt ?? 0)}` },
          ...discountFacts(outcome, told),
          ...nextFacts(told),
        ],
      };
    case 'payment-failed':
      return {
        kind,
        title: 'The payment did not go through',
        lead: isSamePosition(from, to)
          ? `You are on ${name} as before. Try again with another card.`
          : `You are on ${name}, but it is not paid. Replace your card and pay the open invoice in your account.`,
        facts: [planFact(to, null), ...failedFacts(outcome), ...discountFacts(outcome, told)],
      };
    case 'pending':
      return pendingView(outcome);
    case 'unchanged':
      return {
        kind,
        title: to ? 'Nothing changed' : 'No plan was started',
        lead: to ? `You are on ${name}. Nothing was charged.` : 'Nothing was charged.',
        facts: to ? [planFact(to, null)] : [],
      };
    case 'superseded':
      return supersededView(outcome);
  }
}

/** A payment that has not arrived: before the plan begins, after it has begun, or nobody has tried it yet. */
function pendingView(outcome: PlanOutcome): View {
  const { kind, from, to, waitsUntil } = outcome;
  const name = offerName(to, from);
  const { fact, ...link } = toPay(outcome);
  if (waitsUntil !== undefined) {
    const otherwise = from ? `you stay on ${offerName(from, to)}` : 'no plan starts';
    return {
      kind,
      title: `${name} waits for its payment`,
      lead: `It starts as soon as the payment has gone through; when your bank asks you to confirm it, open the invoice. If it has not by ${formatMoment(waitsUntil)}, ${otherwise} and nothing is charged.`,
      facts: [
        { ...planFact(to, null), label: 'Waiting' },
        ...(from ? [{ ...planFact(from, null), label: 'Until then' }] : []),
        ...fact,
      ],
      ...link,
    };
  }
  if (isSamePosition(from, to))
    return {
      kind,
      title: 'The payment is on its way',
      lead: 'Your bank has not answered yet. Look again in a minute; you need not pay twice.',
      facts: [planFact(to, null)],
    };
  return {
    kind,
    title: `You are on ${name}`,
    lead: 'Its invoice is not paid yet. A payment by bank can take some days; you need not pay twice.',
    facts: [planFact(to, from), ...fact],
    ...link,
  };
}

/** A visit that something else came before: how things stand, and where the charges are listed. */
export function supersededView({ from, to }: Readonly<{ from: Position | null; to: Position | null }>): View {
  const stands = to ? `You are on ${offerName(to, from)} now` : 'You have no running plan now';
  return {
    kind: 'superseded',
    title: 'Your plan was changed elsewhere',
    lead: `${stands}, by a change that came after you opened this one. Your account lists what was charged.`,
    facts: to ? [planFact(to, from)] : [],
  };
}

function planFact(to: Position | null, from: Position | null): Fact {
  const before = from && !isSamePosition(from, to) ? { was: positionInWords(from) } : {};
  return { label: 'Plan', value: to ? positionInWords(to) : 'None', ...before };
}

function chargeFacts({ invoice, paymentMethod }: PlanOutcome): Fact[] {
  if (!invoice) return [{ label: 'Charged today', value: 'Nothing' }];
  const link = invoice.hostedUrl ? { href: invoice.hostedUrl } : {};
  if (invoice.amount.amount < 0) {
    const credit = formatMoney(times(invoice.amount, -1));
    return [{ label: 'Credit for your next invoices', value: credit, ...link }];
  }
  const charged = dueInWords(invoice);
  const card = invoice.amountDue > 0 && paymentMethod ? [paidWith(paymentMethod)] : [];
  return [{ label: 'Charged today', value: charged, ...link }, ...card];
}

const paidWith = (method: PaymentMethod): Fact => ({
  label: 'Paid with',
  value: paymentMethodInWords(method),
});

function failedFacts({ invoice }: PlanOutcome): Fact[] {
  return invoice ? [{ label: 'Not paid', value: dueInWords(invoice) }] : [];
}

/** What is to be paid, and where. */
function toPay({ invoice }: PlanOutcome): Pick<View, 'invoiceHref'> & { fact: readonly Fact[] } {
  if (!invoice) return { fact: [] };
  const fact = [{ label: 'To pay', value: dueInWords(invoice) }];
  return { fact, ...(invoice.hostedUrl && { invoiceHref: invoice.hostedUrl }) };
}

/** The code's fate: on the plan, used up by today's invoice, or (told apart by nothing being there) not applied. */
function discountFacts({ kind, invoice, to, newDiscounts }: PlanOutcome, { promotion }: Told): Fact[] {
  const [discount] = newDiscounts;
  if (discount && to?.unit)
    return [{ label: promotion?.code ?? 'Discount', value: discountValue(discount, to) }];
  if (!promotion || !to?.unit) return [];
  const usedUp = kind === 'changed' && promotion.coupon.duration === 'once' && invoice !== null;
  const off = offInWords(promotion.coupon, to.unit.currency);
  return [{ label: promotion.code, value: usedUp ? `${off}, taken from today's invoice` : 'Not applied' }];
}

/** A discount in words: how much, until when, and what is paid then. */
export function discountValue(discount: Discount, { unit, quantity }: Position): string {
  const terms = termsInWords(discount, unit?.currency ?? '');
  const ends = discount.coupon.duration !== 'forever';
  return ends && unit ? `${terms}, then ${formatMoney(times(unit, quantity))}` : terms;
}

function nextFacts({ next }: Told): Fact[] {
  return next ? [{ label: 'Next payment', value: `${formatMoney(next)} on ${formatDate(next.at)}` }] : [];
}
