import type { Account } from '../account';
import { requireOwnMethod } from '../billing/attach';
import { after } from '../billing/calendar';
import type { WantedItem } from '../billing/change';
import { recurringOf } from '../billing/drafts';
import { type Phase, phaseItem, phaseOf } from '../billing/phase';
import { priceAmount } from '../billing/price-amount';
import { readDiscounts } from '../billing/redemption';
import type { SubscriptionSchedule } from '../records';
import { invalid } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import type { GivenPhase, ScheduleUpdate } from './schedule-params';
import { newItems, refuseMixedIntervals } from './subscription-params';

type Context = Readonly<{
  customer: string;
  currency: string | null;
  billingMode: string;
  subscription: string | null;
}>;

/** The phases that the parameters ask for, one after the other from `start` (Unix seconds). */
export function readPhases(
  account: Account,
  given: readonly (GivenPhase | undefined)[],
  start: number,
  context: Context,
  param = 'phases',
): Phase[] {
  const phases: Phase[] = [];
  given.forEach((each, i) => {
    const from = phases.at(-1)?.end_date ?? start;
    const currency = phases[0]?.currency ?? context.currency;
    if (each) phases.push(readPhase(account, each, from, { ...context, currency }, `${param}[${i}]`));
  });
  return phases;
}

function readPhase(
  account: Account,
  given: GivenPhase,
  start: number,
  context: Context,
  param: string,
): Phase {
  const now = account.now();
  const begins = given.start_date === 'now' ? now : given.start_date;
  if (begins !== undefined && begins !== start)
    throw invalid(`Phases must follow one another: this one begins at ${start}, where the one before ends.`, {
      param: `${param}[start_date]`,
    });
  const items = newItems(account, given.items, `${param}[items]`, {
    customer: context.customer,
    currency: context.currency ?? undefined,
  });
  refuseMixedIntervals(context.billingMode, items, `${param}[items]`);
  const currency = given.currency?.toLowerCase() ?? context.currency ?? items[0]?.price.currency ?? '';
  if (context.currency !== null && currency !== context.currency)
    throw invalid(
      `All phases of a schedule have one currency: this one asks for ${currency}, the others for ${context.currency}.`,
      { param: `${param}[currency]` },
    );
  const end = endOf(given, start, now, items, param);
  const amount = items.reduce((sum, item) => sum + priceAmount(item.price, currency, item.quantity), 0);
  const { customer, subscription } = context;
  if (given.discounts)
    readDiscounts(
      account,
      given.discounts,
      { customer, subscription, isUpdate: true, amount, currency },
      `${param}[discounts]`,
    );
  if (given.default_payment_method)
    requireOwnMethod(account, given.default_payment_method, customer, `${param}[default_payment_method]`);
  return phaseOf({
    currency,
    start_date: start,
    end_date: end,
    billing_cycle_anchor: given.billing_cycle_anchor ?? null,
    collection_method: given.collection_method ?? null,
    default_payment_method: given.default_payment_method ?? null,
    description: given.description ?? null,
    discounts: entries(given.discounts),
    invoice_settings:
      given.invoice_settings?.days_until_due === undefined
        ? null
        : {
            account_tax_ids: null,
            custom_fields: null,
            days_until_due: given.invoice_settings.days_until_due,
            description: null,
            footer: null,
            issuer: null,
          },
    items: items.map((item, i) =>
      phaseItem(item.price.id, item.quantity, {
        discounts: entries(given.items[i]?.discounts),
        metadata: item.metadata ?? {},
      }),
    ),
    metadata: mergeMetadata({}, given.metadata),
    proration_behavior: given.proration_behavior ?? 'create_prorations',
    trial_end: trialEndOf(given, start, end, now, param),
  });
}

const entries = (given: GivenPhase['discounts']): Phase['discounts'] =>
  (given ?? []).map((each) => ({
    coupon: each?.coupon ?? null,
    discount: each?.discount ?? null,
    promotion_code: each?.promotion_code ?? null,
  }));

/** A phase without an end lasts one interval of its first price. */
function endOf(
  given: GivenPhase,
  start: number,
  now: number,
  items: readonly WantedItem[],
  param: string,
): number {
  if (given.end_date !== undefined && given.duration)
    throw invalid('You may only specify one of these parameters: end_date, duration.', {
      param: `${param}[end_date]`,
    });
  if (given.end_date === undefined) {
    const { interval, interval_count = 1 } =
      given.duration ??
      (items[0] ? recurringOf(items[0].price) : { interval: 'month' as const, interval_count: 1 });
    return after(start, { interval, interval_count }, 1);
  }
  const end = given.end_date === 'now' ? now : given.end_date;
  if (end <= start)
    throw invalid(`A phase's \`end_date\` must be after its \`start_date\`, which is ${start}.`, {
      param: `${param}[end_date]`,
    });
  return end;
}

function trialEndOf(
  { trial, trial_end }: GivenPhase,
  start: number,
  end: number,
  now: number,
  param: string,
): number | null {
  if (trial && trial_end !== undefined)
    throw invalid('You may only specify one of these parameters: trial, trial_end.', {
      param: `${param}[trial_end]`,
    });
  if (trial) return end;
  if (trial_end === undefined) return null;
  const until = trial_end === 'now' ? now : trial_end;
  if (until < start || until > end)
    throw invalid('A trial ends within its phase.', { param: `${param}[trial_end]` });
  return until;
}

/** The phases of a schedule that has begun: past ones may be left out, the current one begins when it did. */
export function replacePhases(
  account: Account,
  schedule: SubscriptionSchedule,
  given: NonNullable<ScheduleUpdate['phases']>,
  context: Context,
  param = 'phases',
): Phase[] {
  const starts = given.map((each) => each?.start_date);
  if (starts.every((start) => start === undefined))
    throw invalid(
      'The subscription schedule update is missing at least one phase with a `start_date` to anchor end dates to.',
      { param },
    );
  const [first] = starts;
  const [planned] = schedule.phases;
  const start = first === 'now' ? account.now() : (first ?? planned?.start_date ?? account.now());
  const current = schedule.current_phase;
  if (current && !schedule.phases.some((phase) => phase.start_date === start))
    throw invalid(
      `The first phase must begin when the current one does: \`start_date\` is ${current.start_date}.`,
      { param: `${param}[0][start_date]` },
    );
  const phases = readPhases(account, given, start, context, param);
  const now = phases.find((phase) => phase.start_date === current?.start_date);
  if (current && (!now || now.end_date < account.now()))
    throw invalid('The current phase must be among the phases, and cannot end in the past.', {
      param,
    });
  return phases;
}
