import type { Account } from '../account';
import { LONGEST_INTERVAL } from '../billing/calendar';
import type { Configuration } from '../records';
import { refuseUnusable } from '../resources/feedback-options';
import { invalid, missing } from '../wire/errors';
import type { FeatureParams } from './feature-params';
import { checkedProducts } from './listed-products';

type Features = Configuration['features'];

/** What a configuration has before anything is switched on. */
export const NO_FEATURES: Features = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: {
      enabled: false,
      feedback_options: null,
      options: ['too_expensive', 'missing_features', 'switched_service', 'unused', 'other'],
    },
    enabled: false,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: {
    duration: { interval_options: [{ interval: 'month', interval_count: 1 }], type: 'interval_options' },
    enabled: false,
  },
  subscription_update: {
    billing_cycle_anchor: 'unchanged',
    default_allowed_updates: [],
    enabled: false,
    products: [],
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
};

const given = <T>(value: T | null | undefined, before: T): T =>
  value === undefined || value === null ? before : value;
const listed = <T>(value: readonly (T | undefined)[] | null | undefined, before: T[]): T[] =>
  value === undefined ? before : (value ?? []).flatMap((each) => (each === undefined ? [] : [each]));

/** The reasons in the company's own words; `""` takes them away. */
function feedbackOptions(
  account: Account,
  given: readonly (string | undefined)[] | null | undefined,
  before: Features['subscription_cancel']['cancellation_reason']['feedback_options'],
): Features['subscription_cancel']['cancellation_reason']['feedback_options'] {
  if (given === undefined) return before;
  const ids = (given ?? []).flatMap((id) => id ?? []);
  const path = 'features[subscription_cancel][cancellation_reason][feedback_options]';
  for (const [i, id] of ids.entries()) refuseUnusable(account, id, `${path}[${i}]`);
  return ids.length === 0 ? null : ids;
}

/** The features after a change; throws when they contradict each other. */
export function withFeatures(account: Account, before: Features, params: FeatureParams): Features {
  const [cancel, change, pause] = [
    params.subscription_cancel,
    params.subscription_update,
    params.subscription_pause,
  ];
  const after: Features = {
    customer_update: {
      enabled: given(params.customer_update?.enabled, before.customer_update.enabled),
      allowed_updates: listed(
        params.customer_update?.allowed_updates,
        before.customer_update.allowed_updates,
      ),
    },
    invoice_history: { enabled: given(params.invoice_history?.enabled, before.invoice_history.enabled) },
    payment_method_update: {
      enabled: given(params.payment_method_update?.enabled, before.payment_method_update.enabled),
      payment_method_configuration:
        params.payment_method_update?.payment_method_configuration === undefined
          ? before.payment_method_update.payment_method_configuration
          : params.payment_method_update.payment_method_configuration,
    },
    subscription_cancel: {
      enabled: given(cancel?.enabled, before.subscription_cancel.enabled),
      mode: given(cancel?.mode, before.subscription_cancel.mode),
      proration_behavior: given(cancel?.proration_behavior, before.subscription_cancel.proration_behavior),
      cancellation_reason: {
        enabled: given(
          cancel?.cancellation_reason?.enabled,
          before.subscription_cancel.cancellation_reason.enabled,
        ),
        feedback_options: feedbackOptions(
          account,
          cancel?.cancellation_reason?.feedback_options,
          before.subscription_cancel.cancellation_reason.feedback_options,
        ),
        options: listed(
          cancel?.cancellation_reason?.options,
          before.subscription_cancel.cancellation_reason.options,
        ),
      },
    },
    subscription_pause: {
      enabled: given(pause?.enabled, before.subscription_pause.enabled),
      duration: pause?.duration
        ? {
            type: pause.duration.type,
            interval_options: listed(pause.duration.interval_options, []).map((option) => ({
              interval: option.interval,
              interval_count: option.interval_count ?? 1,
            })),
          }
        : before.subscription_pause.duration,
    },
    subscription_update: {
      enabled: given(change?.enabled, before.subscription_update.enabled),
      billing_cycle_anchor: given(
        change?.billing_cycle_anchor,
        before.subscription_update.billing_cycle_anchor,
      ),
      default_allowed_updates: listed(
        change?.default_allowed_updates,
        before.subscription_update.default_allowed_updates,
      ),
      products: checkedProducts(account, change?.products, before.subscription_update.products ?? []),
      proration_behavior: given(change?.proration_behavior, before.subscription_update.proration_behavior),
      schedule_at_period_end: {
        conditions: listed(
          change?.schedule_at_period_end?.conditions,
          before.subscription_update.schedule_at_period_end.conditions,
        ),
      },
      trial_update_behavior: given(
        change?.trial_update_behavior,
        before.subscription_update.trial_update_behavior,
      ),
    },
  };
  refuseContradictions(after);
  return after;
}

function refuseContradictions({
  payment_method_update,
  subscription_cancel,
  subscription_pause,
  subscription_update,
}: Features): void {
  refuseBadPause(subscription_pause.duration);
  if (subscription_update.enabled && (subscription_update.products ?? []).length === 0)
    throw invalid('Missing required param: features[subscription_update][products]', {
      code: 'parameter_missing',
      param: 'features[subscription_update][products]',
    });
  if (subscription_update.enabled && !payment_method_update.enabled)
    throw invalid('Cannot enable subscription updates while payment method update is disabled.');
  const { mode, proration_behavior } = subscription_cancel;
  const param = 'features[subscription_cancel][proration_behavior]';
  if (proration_behavior === 'always_invoice')
    throw invalid(
      '`always_invoice` is not supported as the proration behavior of subscription cancellations.',
      { param },
    );
  if (proration_behavior === 'create_prorations' && mode !== 'immediately')
    throw invalid('`create_prorations` can only be used when the cancellation mode is `immediately`.', {
      param,
    });
}

function refuseBadPause({
  type,
  interval_options: options,
}: Features['subscription_pause']['duration']): void {
  const param = 'features[subscription_pause][duration][interval_options]';
  if (type === 'interval_options' && !options?.length) throw missing(param);
  if (type === 'indefinite' && options?.length)
    throw invalid('`interval_options` can only be set when the type of the duration is `interval_options`.', {
      param,
    });
  const long = (options ?? []).findIndex(
    ({ interval, interval_count: count }) =>
      count > LONGEST_INTERVAL[interval as keyof typeof LONGEST_INTERVAL], // read by oneOf()
  );
  if (long >= 0)
    throw invalid('A pause can last three years at most.', { param: `${param}[${long}][interval_count]` });
}
