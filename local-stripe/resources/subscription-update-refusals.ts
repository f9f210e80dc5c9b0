import type { Account } from '../account';
import { after } from '../billing/calendar';
import { paidTime } from '../billing/schedule';
import type { Subscription } from '../records';
import { invalid, noSuch } from '../wire/errors';
import type { SubscriptionUpdate } from './subscription-update-params';

/** What may come with `payment_behavior=pending_if_incomplete`. */
const MAY_WAIT: readonly string[] = [
  'add_invoice_items',
  'billing_cycle_anchor',
  'items',
  'off_session',
  'payment_behavior',
  'proration_behavior',
  'proration_date',
  'trial_end',
];

/** Throws Stripe's refusal of an update that its parameters alone make impossible. */
export function refuseUpdate(account: Account, before: Subscription, params: SubscriptionUpdate): void {
  refuseCancelOfScheduled(before, params);
  refuseTrial(account, before, params);
  refuseHowPaid(before, params);
  params.discounts?.forEach((entry, i) => {
    // One that is spent or was taken off is not there to be kept.
    if (entry?.discount !== undefined && !before.discounts.includes(entry.discount))
      throw noSuch('discount', entry.discount, `discounts[${i}][discount]`);
  });
  refuseProrationDate(before, params.proration_date);
  if (before.status === 'paused' && (params.items || params.billing_cycle_anchor || params.trial_end))
    throw invalid('This subscription is paused. Resume it before its items, anchor or trial are changed.', {
      param: 'items',
    });
  if (params.payment_behavior !== 'pending_if_incomplete') return;
  const strange = Object.entries(params).filter(
    ([name, value]) => value !== undefined && !MAY_WAIT.includes(name),
  );
  const [first] = strange;
  if (first)
    throw invalid(
      `When \`payment_behavior\` is \`pending_if_incomplete\`, you cannot update: ${strange.map(([name]) => name).join(', ')}. Update it in a request of its own.`,
      { param: first[0] },
    );
}

/** Time can be split within the current period only. */
function refuseProrationDate(before: Subscription, date: number | undefined): void {
  const { start, end } = paidTime(before);
  if (date !== undefined && (date < start || date > end))
    throw invalid(
      `Cannot specify a proration_date outside of the subscription's current period (${start} to ${end}).`,
      { param: 'proration_date' },
    );
}

function refuseCancelOfScheduled({ schedule }: Subscription, params: SubscriptionUpdate): void {
  if (schedule === null || (params.cancel_at === undefined && params.cancel_at_period_end === undefined))
    return;
  throw invalid(
    `The subscription is managed by the subscription schedule \`${schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
    { param: params.cancel_at === undefined ? 'cancel_at_period_end' : 'cancel_at' },
  );
}

const TWO_YEARS = { interval: 'year', interval_count: 2 };

function refuseTrial(account: Account, before: Subscription, params: SubscriptionUpdate): void {
  const { trial_end, pause_collection } = params;
  if (before.status === 'trialing' && params.billing_cycle_anchor?.type === 'now' && trial_end !== 'now')
    throw invalid('The billing cycle of a trial begins at its end. Send trial_end=now to begin it now.', {
      param: 'billing_cycle_anchor',
    });
  if (typeof trial_end === 'number' && trial_end <= account.now())
    throw invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', {
      param: 'trial_end',
    });
  if (typeof trial_end === 'number' && trial_end > after(account.now(), TWO_YEARS, 1))
    throw invalid('Invalid timestamp: trial_end can be at most two years from now.', { param: 'trial_end' });
  if (pause_collection?.resumes_at !== undefined && pause_collection.resumes_at <= account.now())
    throw invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', {
      param: 'pause_collection[resumes_at]',
    });
}

function refuseHowPaid(before: Subscription, params: SubscriptionUpdate): void {
  const method = params.collection_method ?? before.collection_method;
  if (method === 'send_invoice') {
    if (params.days_until_due === undefined && before.days_until_due === null)
      throw invalid('Missing required param: days_until_due.', {
        code: 'parameter_missing',
        param: 'days_until_due',
      });
    if (params.payment_behavior === 'pending_if_incomplete')
      throw invalid(
        '`payment_behavior=pending_if_incomplete` needs `collection_method=charge_automatically`.',
        {
          param: 'payment_behavior',
        },
      );
  } else if (params.days_until_due !== undefined)
    throw invalid('You can only set `days_until_due` when `collection_method` is `send_invoice`.', {
      param: 'days_until_due',
    });
}
