import type { Account } from '../account';
import { bill } from '../billing/bill';
import { cancelNow } from '../billing/cancel';
import { planChange } from '../billing/change';
import { collectAsAgreed } from '../billing/collect-subscription';
import { addInvoiceItem } from '../billing/invoice-items';
import { phaseFrom } from '../billing/phase';
import { applyPhase, beginSchedule, endWithSchedule, moveOn } from '../billing/phases';
import { bareSchedule, cancelSchedule, releaseSchedule, scheduleOf } from '../billing/schedule';
import { endpoint } from '../endpoint';
import type { SubscriptionSchedule } from '../records';
import { invalid, missing, noSuch, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import { boolean, range, string } from '../wire/params';
import { createParams, type ScheduleCreate, type ScheduleUpdate, updateParams } from './schedule-params';
import { readPhases, replacePhases } from './schedule-phases';

const PATH = '/v1/subscription_schedules';

function requireSchedule(account: Account, id: string): SubscriptionSchedule {
  const schedule = account.store.get('subscriptionSchedules', id);
  if (!schedule) throw notFound('subscription schedule', id, 'schedule');
  return schedule;
}

function requireUnfinished(account: Account, id: string, doing: string): SubscriptionSchedule {
  const schedule = requireSchedule(account, id);
  if (schedule.status !== 'active' && schedule.status !== 'not_started')
    throw invalid(
      `You cannot ${doing} a subscription schedule that is currently in the \`${schedule.status}\` status.`,
    );
  return schedule;
}

/** Settings that hold for the phases that say nothing else. */
function settingsOf(
  { default_settings: before }: SubscriptionSchedule,
  given: ScheduleCreate['default_settings'],
): SubscriptionSchedule['default_settings'] {
  const { invoice_settings, description, ...fields } = given ?? {};
  const set = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return {
    ...before,
    ...set,
    ...(description !== undefined && { description }),
    invoice_settings: {
      ...before.invoice_settings,
      days_until_due: invoice_settings?.days_until_due ?? before.invoice_settings.days_until_due,
    },
  };
}

function createFromSubscription(account: Account, id: string, params: ScheduleCreate): SubscriptionSchedule {
  const others = Object.entries(params).filter(
    ([name, value]) => value !== undefined && name !== 'from_subscription',
  );
  const [first] = others;
  if (first)
    throw invalid(`You cannot set \`${first[0]}\` if \`from_subscription\` is set.`, { param: first[0] });
  const subscription = account.store.get('subscriptions', id);
  if (!subscription) throw noSuch('subscription', id, 'from_subscription');
  if (subscription.schedule !== null)
    throw invalid(
      `You cannot migrate a subscription that is already attached to a schedule: \`${subscription.schedule}\`.`,
      { param: 'from_subscription' },
    );
  if (!['active', 'trialing', 'past_due'].includes(subscription.status))
    throw invalid(
      `You cannot create a schedule from a subscription with the status \`${subscription.status}\`.`,
      { param: 'from_subscription' },
    );
  return scheduleOf(account, subscription);
}

function create(account: Account, params: ScheduleCreate): SubscriptionSchedule {
  if (params.from_subscription !== undefined)
    return createFromSubscription(account, params.from_subscription, params);
  if (params.customer === undefined) throw missing('customer');
  const customer = account.store.get('customers', params.customer);
  if (!customer) throw noSuch('customer', params.customer, 'customer');
  if (!params.phases || params.phases.length === 0) throw missing('phases');
  const now = account.now();
  const start = params.start_date === undefined || params.start_date === 'now' ? now : params.start_date;
  if (start < now)
    throw invalid('The local Stripe begins a schedule now or later: `start_date` is in the past.', {
      param: 'start_date',
    });
  const type = params.billing_mode?.type ?? 'flexible';
  const bare = bareSchedule(account, {
    customer: customer.id,
    billing_mode: {
      type,
      flexible: type === 'flexible' ? { proration_discounts: 'included' } : null,
      ...(type === 'flexible' && { updated_at: now }),
    },
    test_clock: customer.test_clock ?? null,
    end_behavior: params.end_behavior ?? 'release',
    metadata: mergeMetadata({}, params.metadata),
    phases: readPhases(account, params.phases, start, {
      customer: customer.id,
      currency: customer.currency ?? null,
      billingMode: type,
      subscription: null,
    }),
  });
  const schedule = account.store.put('subscriptionSchedules', {
    ...bare,
    default_settings: settingsOf(bare, params.default_settings),
  });
  account.emit('subscription_schedule.created', schedule);
  return start <= now ? beginSchedule(account, schedule) : schedule;
}

function update(
  account: Account,
  before: SubscriptionSchedule,
  params: ScheduleUpdate,
): SubscriptionSchedule {
  const subscription = account.store.get('subscriptions', before.subscription ?? '');
  const phases = params.phases
    ? replacePhases(account, before, params.phases, {
        customer: before.customer,
        currency: subscription?.currency ?? null,
        billingMode: before.billing_mode.type,
        subscription: before.subscription,
      })
    : before.phases;
  const current = phases.find((phase) => phase.start_date === before.current_phase?.start_date);
  const after = account.store.put('subscriptionSchedules', {
    ...before,
    phases,
    end_behavior: params.end_behavior ?? before.end_behavior,
    metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
    default_settings: settingsOf(before, params.default_settings),
    ...(current && { current_phase: { start_date: current.start_date, end_date: current.end_date } }),
  });
  account.emit('subscription_schedule.updated', after, before);
  const was = before.current_phase && phaseFrom(before, before.current_phase.start_date);
  const differs = (name: 'items' | 'discounts' | 'trial_end'): boolean =>
    JSON.stringify(was?.[name]) !== JSON.stringify(current?.[name]);
  if (subscription && current && (differs('items') || differs('discounts') || differs('trial_end')))
    applyPhase(account, after, subscription, current, params.proration_behavior ?? 'create_prorations');
  endWithSchedule(account, after);
  if (current && current.end_date <= account.now()) moveOn(account, after);
  return requireSchedule(account, after.id);
}

function cancel(
  account: Account,
  schedule: SubscriptionSchedule,
  {
    invoice_now = true,
    prorate = true,
  }: { invoice_now?: boolean | undefined; prorate?: boolean | undefined },
): SubscriptionSchedule {
  const canceled = cancelSchedule(account, schedule);
  const subscription = account.store.get('subscriptions', schedule.subscription ?? '');
  if (!subscription || subscription.status === 'canceled') return canceled;
  const { drafts } = planChange(account, subscription, {
    items: [],
    terms: [],
    anchor: 'unchanged',
    prorationBehavior: prorate ? 'create_prorations' : 'none',
    at: account.now(),
    endTrial: false,
  });
  if (invoice_now && drafts.length > 0)
    collectAsAgreed(
      account,
      subscription,
      bill(account, subscription, { drafts, discounts: [], reason: 'subscription_update' }),
    );
  else
    for (const draft of drafts) addInvoiceItem(account, draft, subscription.customer, subscription.currency);
  cancelNow(account, account.store.get('subscriptions', subscription.id) ?? subscription);
  return canceled;
}

export const subscriptionSchedules = [
  endpoint('POST', PATH, createParams, create),
  endpoint(
    'GET',
    PATH,
    {
      ...pagination,
      canceled_at: range(),
      completed_at: range(),
      created: range(),
      customer: string(),
      released_at: range(),
      scheduled: boolean(),
    },
    (account, params) =>
      page(account, 'subscriptionSchedules', {
        url: PATH,
        params,
        ...(params.customer !== undefined && {
          from: account.store.by('subscriptionSchedules', 'customer', params.customer),
        }),
        keep: (each) =>
          (params.customer !== undefined || each.test_clock === null) &&
          (params.scheduled === undefined || (each.status === 'not_started') === params.scheduled) &&
          within(each.created, params.created) &&
          withinOrUnasked(each.canceled_at, params.canceled_at) &&
          withinOrUnasked(each.completed_at, params.completed_at) &&
          withinOrUnasked(each.released_at, params.released_at),
      }),
  ),
  endpoint('GET', `${PATH}/:id`, {}, (account, _, { id = '' }) => requireSchedule(account, id)),
  endpoint('POST', `${PATH}/:id`, updateParams, (account, params, { id = '' }) =>
    update(account, requireUnfinished(account, id, 'update'), params),
  ),
  endpoint(
    'POST',
    `${PATH}/:id/cancel`,
    { invoice_now: boolean(), prorate: boolean() },
    (account, params, { id = '' }) => cancel(account, requireUnfinished(account, id, 'cancel'), params),
  ),
  endpoint(
    'POST',
    `${PATH}/:id/release`,
    { preserve_cancel_date: boolean() },
    (account, params, { id = '' }) =>
      releaseSchedule(account, requireUnfinished(account, id, 'release'), {
        keepCancelDate: params.preserve_cancel_date ?? false,
      }),
  ),
];

const withinOrUnasked = (at: number | null, asked: Parameters<typeof within>[1]): boolean =>
  asked === undefined || (at !== null && within(at, asked));
