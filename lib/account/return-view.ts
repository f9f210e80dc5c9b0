import type {
  BillingOutcome,
  CancellationOutcome,
  Outcome,
  PauseOutcome,
  PaymentMethodOutcome,
  PlanOutcome,
} from '../billing/outcome';
import { isSamePosition, type Position } from '../billing/position';
import type { PromotionCode } from '../billing/promotion';
import { offInWords } from '../billing/promotion-words';
import type { Discount, PaymentMethod } from '../billing/subscription';
import { paymentMethodInWords, planName } from '../billing/subscription-words';
import { formatDate } from '../calendar';
import { formatMoney, times } from '../money';
import { offerName, positionInWords } from './position-words';
import type { Fact, ReturnView } from './types';

/** The page without the way back, which is the visit's and not its outcome's. */
type View = Omit<ReturnView, 'plansHref'>;

/** An outcome with what is known around it. `next.at` is Unix seconds, its amount minor units. */
export type Told = Readonly<{
  outcome: Outcome;
  next: Readonly<{ amount: number; currency: string; at: number }> | null;
  /** The code that was sent along. */
  promotion: PromotionCode | null;
}>;

/** The return page in finished words. */
export function returnView(told: Told): View {
  const { outcome } = told;
  switch (outcome.about) {
    case 'plan':
      return planView(outcome, told);
    case 'cancellation':
      return cancellationView(outcome);
    case 'pause':
      return pauseView(outcome);
    case 'billing':
      return billingView(outcome);
    case 'payment-method':
      return paymentMethodView(outcome);
    case 'home':
      return {
        kind: 'unchanged',
        title: 'Welcome back',
        lead: 'Your account shows how things stand.',
        facts: [],
      };
  }
}

function planView(outcome: PlanOutcome, told: Told): View {
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
        lead: `You are on ${name} as before. Try again with another card.`,
        facts: [planFact(to, null), ...failedFacts(outcome), ...discountFacts(outcome, told)],
      };
    case 'pending':
      return {
        kind,
        title: 'The payment is on its way',
        lead: 'Your bank has not answered yet. Look again in a minute; you need not pay twice.',
        facts: [planFact(to, null)],
      };
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

/** A visit that something else came before: how things stand, and where the charges are listed. */
function supersededView({ from, to }: Readonly<{ from: Position | null; to: Position | null }>): View {
  const stands = to ? `You are on ${offerName(to, from)} now` : 'You have no running plan now';
  return {
    kind: 'superseded',
    title: 'Your plan was changed elsewhere',
    lead: `${stands}, by a change that came after you opened this one. Your account lists what was charged.`,
    facts: to ? [planFact(to, from)] : [],
  };
}

function cancellationView(outcome: CancellationOutcome): View {
  const { kind, from, endsAt, newDiscounts } = outcome;
  const name = planName(from?.plan ?? null);
  if (kind === 'superseded') return supersededView(outcome);
  if (kind === 'unchanged') {
    return {
      kind,
      title: 'Nothing changed',
      lead: `${endsAt === null ? `You keep ${name}.` : `${name} ends on ${formatDate(endsAt)}, as before.`}`,
      facts: [],
    };
  }
  if (endsAt === null) {
    const [discount] = newDiscounts;
    return {
      kind,
      title: `You keep ${name}`,
      lead: 'Your plan was not cancelled, and our offer is on it.',
      facts: discount && from?.unit ? [{ label: 'Discount', value: discountValue(discount, from) }] : [],
    };
  }
  return {
    kind,
    title: `${name} ends on ${formatDate(endsAt)}`,
    lead: 'You keep everything until then, and nothing more is charged. You can change your mind in billing.',
    facts: [{ label: 'Last day', value: formatDate(endsAt) }],
  };
}

function pauseView(outcome: PauseOutcome): View {
  const { kind, from } = outcome;
  if (kind === 'superseded') return supersededView(outcome);
  const name = planName(from?.plan ?? null);
  return kind === 'changed'
    ? {
        kind,
        title: `${name} is paused`,
        lead: 'Nothing is charged meanwhile. You can resume it in billing at any time.',
        facts: [],
      }
    : { kind, title: 'Nothing changed', lead: `${name} goes on as before.`, facts: [] };
}

function billingView({ kind, was, now }: BillingOutcome): View {
  if (kind === 'unchanged')
    return { kind, title: 'Nothing changed', lead: 'Your billing information is as it was.', facts: [] };
  const changes: [label: string, was: string, now: string][] = [
    ['Name', was.name ?? '', now.name ?? ''],
    ['Address', was.address.join(', '), now.address.join(', ')],
    ['Phone', was.phone ?? '', now.phone ?? ''],
  ];
  return {
    kind,
    title: 'Your billing information changed',
    lead: 'It stands on every invoice from now on.',
    facts: changes
      .filter(([, before, after]) => before !== after)
      .map(([label, before, after]) => ({ label, value: after || 'None', ...(before && { was: before }) })),
  };
}

function paymentMethodView({ kind, was, now, planStillUses }: PaymentMethodOutcome): View {
  if (kind === 'unchanged' || !now) {
    const lead = now
      ? `We charge ${paymentMethodInWords(now)}, as before.`
      : 'There is no card on your account.';
    return { kind: 'unchanged', title: 'Nothing changed', lead, facts: [] };
  }
  const still: Fact[] = planStillUses
    ? [{ label: 'Your plan still uses', value: paymentMethodInWords(planStillUses) }]
    : [];
  return {
    kind,
    title: 'Your card was replaced',
    lead: planStillUses
      ? 'It is your default now. Your plan has a card of its own, which you can take off in billing.'
      : 'We charge it from the next payment on.',
    facts: [{ label: 'Card', value: paymentMethodInWords(now), ...wasMethod(was) }, ...still],
  };
}

const wasMethod = (was: PaymentMethod | null) => (was ? { was: paymentMethodInWords(was) } : {});

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
  const charged = formatMoney({ amount: invoice.amountDue, currency: invoice.amount.currency });
  const card = invoice.amountDue > 0 && paymentMethod ? [paidWith(paymentMethod)] : [];
  return [{ label: 'Charged today', value: charged, ...link }, ...card];
}

const paidWith = (method: PaymentMethod): Fact => ({
  label: 'Paid with',
  value: paymentMethodInWords(method),
});

function failedFacts({ invoice }: PlanOutcome): Fact[] {
  if (!invoice) return [];
  const amount = formatMoney({ amount: invoice.amountDue, currency: invoice.amount.currency });
  return [{ label: 'Not paid', value: amount }];
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

function discountValue({ coupon, end }: Discount, { unit, quantity }: Position): string {
  const off = offInWords(coupon, unit?.currency ?? '');
  if (coupon.duration === 'forever') return `${off} for as long as you stay`;
  const after = unit ? `, then ${formatMoney(times(unit, quantity))}` : '';
  return end === null ? `${off} your next invoice${after}` : `${off} until ${formatDate(end)}${after}`;
}

function nextFacts({ next }: Told): Fact[] {
  return next ? [{ label: 'Next payment', value: `${formatMoney(next)} on ${formatDate(next.at)}` }] : [];
}
