import type {
  BillingOutcome,
  CancellationOutcome,
  PauseOutcome,
  PaymentMethodOutcome,
} from '../billing/outcome';
import type { PaymentMethod } from '../billing/subscription';
import { paymentMethodInWords, planName } from '../billing/subscription-words';
import { formatDate } from '../calendar';
import { discountValue, planView, supersededView, type Told, type View } from './plan-return-view';
import type { Fact } from './types';

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
