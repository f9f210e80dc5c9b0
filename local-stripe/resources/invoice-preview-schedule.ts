import type { Account } from '../account';
import { planChange } from '../billing/change';
import { termsFor } from '../billing/customer-discount';
import type { Terms } from '../billing/discounts';
import { hasEnded } from '../billing/ended';
import { type Phase, phaseFrom } from '../billing/phase';
import { atRenewal } from '../billing/phase-at-renewal';
import { subscriptionFrom, wantedNow } from '../billing/phases';
import { previewChange, previewInvoice, previewRenewal, termsAtRenewal } from '../billing/preview';
import { bareSchedule } from '../billing/schedule';
import { planSubscription } from '../billing/subscribe';
import type { Customer, Invoice, Subscription, SubscriptionSchedule } from '../records';
import { invalid, missing, noSuch } from '../wire/errors';
import type { GivenPreview as Given } from './invoice-preview-params';
import { nothingUpcoming, refuseOtherCurrency, refuseRecurring } from './invoice-preview-refusals';
import { readPhases, replacePhases } from './schedule-phases';

const PHASES = 'schedule_details[phases]';

/** The terms of the discounts that the preview asks for; null when it leaves them as they are. */
type AskedTerms = (subscription: Subscription, items: Subscription['items']['data']) => Terms[] | null;

/** The next invoice of a schedule, as it is or as `schedule_details` would have it. */
export function previewSchedule(account: Account, id: string, given: Given, asked: AskedTerms): Invoice {
  if (given.subscription !== undefined || given.subscription_details)
    throw invalid('You may only specify one of these parameters: schedule, subscription.', {
      param: 'schedule',
    });
  refuseRecurring(given);
  const found = account.store.get('subscriptionSchedules', id);
  if (!found) throw noSuch('subscription schedule', id, 'schedule');
  const customer = account.store.get('customers', found.customer);
  if (!customer || !['active', 'not_started'].includes(found.status))
    throw nothingUpcoming(`schedule: ${id}`);
  if (given.customer !== undefined && given.customer !== customer.id)
    throw invalid(`The schedule ${id} does not belong to customer ${given.customer}.`, { param: 'schedule' });
  const schedule = updated(account, found, given);
  const subscription = account.store.get('subscriptions', found.subscription ?? '');
  if (!subscription) return previewBeginning(account, schedule, customer, given);
  if (hasEnded(subscription) || subscription.status === 'paused') throw nothingUpcoming(`schedule: ${id}`);
  refuseOtherCurrency(given, subscription.currency);
  return previewRunning(account, { found, schedule, subscription, customer }, given, asked);
}

/** The first invoice of a schedule that does not exist yet. */
export function previewNewSchedule(account: Account, customer: Customer, given: Given): Invoice {
  const { billing_mode, end_behavior, phases } = given.schedule_details ?? {};
  if (!phases || phases.length === 0) throw missing(PHASES);
  const now = account.now();
  const [first] = phases;
  const start = first?.start_date === undefined || first.start_date === 'now' ? now : first.start_date;
  if (start < now)
    throw invalid('The local Stripe begins a schedule now or later: `start_date` is in the past.', {
      param: `${PHASES}[0][start_date]`,
    });
  const type = billing_mode?.type ?? 'flexible';
  const context = {
    customer: customer.id,
    currency: customer.currency ?? null,
    billingMode: type,
    subscription: null,
  };
  const schedule = bareSchedule(account, {
    customer: customer.id,
    billing_mode: { type, flexible: type === 'flexible' ? { proration_discounts: 'included' } : null },
    test_clock: customer.test_clock ?? null,
    end_behavior: end_behavior ?? 'release',
    phases: readPhases(account, phases, start, context, PHASES),
  });
  return previewBeginning(account, schedule, customer, given);
}

/** The invoice with which a schedule begins, at the moment when it does. */
function previewBeginning(
  account: Account,
  schedule: SubscriptionSchedule,
  customer: Customer,
  given: Given,
): Invoice {
  const [phase] = schedule.phases;
  if (!phase) throw nothingUpcoming(`schedule: ${schedule.id}`);
  refuseOtherCurrency(given, phase.currency);
  const start = Math.max(phase.start_date, account.now());
  return account.at(start, () => {
    const id = account.ids.next('sub');
    const planned = subscriptionFrom(account, schedule, phase, { id, customer });
    const { bare, drafts } = planSubscription(account, planned);
    return previewInvoice(account, {
      customer,
      subscription: bare,
      currency: phase.currency,
      drafts,
      terms: planned.terms,
      withPending: true,
      period: { start, end: start },
    });
  });
}

function updated(account: Account, before: SubscriptionSchedule, given: Given): SubscriptionSchedule {
  const { end_behavior, phases } = given.schedule_details ?? {};
  const subscription = account.store.get('subscriptions', before.subscription ?? '');
  const context = {
    customer: before.customer,
    currency: subscription?.currency ?? null,
    billingMode: before.billing_mode.type,
    subscription: before.subscription,
  };
  return {
    ...before,
    end_behavior: end_behavior ?? before.end_behavior,
    phases: phases ? replacePhases(account, before, phases, context, PHASES) : before.phases,
  };
}

type Running = Readonly<{
  found: SubscriptionSchedule;
  schedule: SubscriptionSchedule;
  subscription: Subscription;
  customer: Customer;
}>;

/** What the changed phase of now bills at once, or the next renewal, by the phase that holds then. */
function previewRunning(
  account: Account,
  { found, schedule, subscription, customer }: Running,
  given: Given,
  asked: AskedTerms,
): Invoice {
  const begun = found.current_phase?.start_date ?? 0;
  const [was, is] = [phaseFrom(found, begun), phaseFrom(schedule, begun)];
  const changed =
    was && is && (['items', 'discounts', 'trial_end'] as const).some((name) => differ(was, is, name));
  const wanted = changed
    ? wantedNow(
        account,
        schedule,
        subscription,
        is,
        given.schedule_details?.proration_behavior ?? 'create_prorations',
      )
    : null;
  const change = wanted && planChange(account, subscription, wanted);
  if (wanted && change && (wanted.prorationBehavior === 'always_invoice' || change.invoiceNow))
    return previewChange(account, subscription, customer, wanted).invoice;
  const items = change?.items ?? subscription.items.data;
  const date = Math.min(...items.map((item) => item.current_period_end));
  const isOver = schedule.phases.every((phase) => phase.end_date <= date);
  if (isOver && schedule.end_behavior === 'cancel') throw nothingUpcoming(`schedule: ${schedule.id}`);
  const renewed = atRenewal(account, subscription, items, schedule);
  const terms = renewed.terms ?? wanted?.terms ?? termsFor(account, subscription, date);
  const used = change?.drafts.flatMap((draft) => draft.used) ?? [];
  const renewal = previewRenewal(
    account,
    { ...subscription, cancel_at: null, ...(change && { billing_cycle_anchor: change.anchor }) },
    customer,
    {
      items: renewed.items,
      terms: asked(subscription, renewed.items) ?? termsAtRenewal(account, terms, used, date),
      drafts: change?.drafts ?? [],
    },
  );
  if (!renewal) throw nothingUpcoming(`schedule: ${schedule.id}`);
  return renewal.invoice;
}

const differ = (a: Phase, b: Phase, name: keyof Phase): boolean =>
  JSON.stringify(a[name]) !== JSON.stringify(b[name]);
