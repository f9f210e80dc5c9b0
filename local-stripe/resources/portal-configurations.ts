import type { Account } from '../account';
import { endpoint } from '../endpoint';
import { checkedProducts } from '../portal/listed-products';
import type { Configuration } from '../records';
import { invalid, missing, notFound } from '../wire/errors';
import { page, pagination } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  clearableString,
  hash,
  type Infer,
  integer,
  list,
  metadata,
  oneOf,
  required,
  string,
  url,
} from '../wire/params';

const REASONS = [
  'too_expensive',
  'missing_features',
  'switched_service',
  'unused',
  'customer_service',
  'too_complex',
  'low_quality',
  'other',
] as const;
const DEFAULT_REASONS = ['too_expensive', 'missing_features', 'switched_service', 'unused', 'other'] as const;
const customerFields = oneOf('address', 'email', 'name', 'phone', 'shipping', 'tax_id');
const intervalOption = hash({
  interval: required(oneOf('day', 'week', 'month', 'year')),
  interval_count: integer({ min: 1 }),
});
const product = hash({
  product: required(string()),
  prices: required(list(string())),
  adjustable_quantity: hash({
    enabled: required(boolean()),
    minimum: integer({ min: 0 }),
    maximum: integer({ min: 1 }),
  }),
});
const cancellationReason = {
  enabled: required(boolean()),
  options: clearable(list(oneOf(...REASONS))),
};
const subscriptionUpdate = {
  billing_cycle_anchor: oneOf('now', 'unchanged'),
  default_allowed_updates: clearable(list(oneOf('price', 'promotion_code', 'quantity'))),
  products: clearable(list(product)),
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
  schedule_at_period_end: hash({
    conditions: clearable(
      list(hash({ type: required(oneOf('decreasing_item_amount', 'shortening_interval')) })),
    ),
  }),
  trial_update_behavior: oneOf('continue_trial', 'end_trial'),
};
const featureFields = {
  customer_update: { allowed_updates: clearable(list(customerFields)) },
  payment_method_update: { payment_method_configuration: clearableString() },
  subscription_cancel: {
    cancellation_reason: hash(cancellationReason),
    mode: oneOf('at_period_end', 'immediately'),
    proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
  },
  subscription_pause: {
    duration: hash({
      type: required(oneOf('indefinite', 'interval_options')),
      interval_options: list(intervalOption),
    }),
  },
};
const enabled = { enabled: boolean() };
const mustEnable = { enabled: required(boolean()) };
const features = hash({
  customer_update: hash({ ...enabled, ...featureFields.customer_update }),
  invoice_history: hash(mustEnable),
  payment_method_update: hash({ ...mustEnable, ...featureFields.payment_method_update }),
  subscription_cancel: hash({ ...enabled, ...featureFields.subscription_cancel }),
  subscription_pause: hash({ ...enabled, ...featureFields.subscription_pause }),
  subscription_update: hash({ ...enabled, ...subscriptionUpdate }),
});
const shared = {
  business_profile: hash({
    headline: clearableString(60),
    privacy_policy_url: clearable(url()),
    terms_of_service_url: clearable(url()),
  }),
  default_return_url: clearable(url()),
  login_page: hash({ enabled: required(boolean()) }),
  metadata: metadata(),
  name: clearableString(256),
};
const create = { ...shared, features: required(features) };
const update = { ...shared, active: boolean(), features };
const filters = { ...pagination, active: boolean(), is_default: boolean() };

type Given = Partial<Infer<typeof update>>;
type Features = Configuration['features'];

const NO_FEATURES: Features = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [...DEFAULT_REASONS] },
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

function withFeatures(account: Account, before: Features, params: NonNullable<Given['features']>): Features {
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
        feedback_options: before.subscription_cancel.cancellation_reason.feedback_options,
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
  subscription_update,
}: Features): void {
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

/** `login_page`, `business_profile` and the rest that is not a feature. */
function withProfile(account: Account, before: Configuration, params: Given): Configuration {
  const { business_profile: profile } = params;
  const keep = <T>(value: T | null | undefined, old: T | null): T | null =>
    value === undefined ? old : value;
  const login = params.login_page?.enabled;
  return {
    ...before,
    business_profile: {
      headline: keep(profile?.headline, before.business_profile.headline),
      privacy_policy_url: keep(profile?.privacy_policy_url, before.business_profile.privacy_policy_url),
      terms_of_service_url: keep(profile?.terms_of_service_url, before.business_profile.terms_of_service_url),
    },
    default_return_url: keep(params.default_return_url, before.default_return_url),
    login_page:
      login === undefined
        ? before.login_page
        : { enabled: login, url: login ? `${account.origin}/p/login/test_${account.ids.secret(24)}` : null },
    metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
    name: keep(params.name, before.name),
    updated: account.now(),
  };
}

function requireConfiguration(account: Account, id: string): Configuration {
  const configuration = account.store.get('configurations', id);
  if (!configuration) throw notFound('configuration', id, 'configuration');
  return configuration;
}

export const portalConfigurations = [
  endpoint('POST', '/v1/billing_portal/configurations', create, (account, params) => {
    const now = account.now();
    const { features: wanted } = params;
    for (const feature of [
      'customer_update',
      'subscription_cancel',
      'subscription_pause',
      'subscription_update',
    ] as const)
      if (wanted[feature] && wanted[feature].enabled === undefined)
        throw missing(`features[${feature}][enabled]`);
    const reason = wanted.subscription_cancel?.cancellation_reason;
    if (reason && reason.options === undefined)
      throw missing('features[subscription_cancel][cancellation_reason][options]');
    const bare: Configuration = {
      id: account.ids.next('bpc'),
      object: 'billing_portal.configuration',
      active: true,
      application: null,
      business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
      created: now,
      default_return_url: null,
      features: withFeatures(account, NO_FEATURES, wanted),
      is_default: false,
      livemode: false,
      login_page: { enabled: false, url: null },
      metadata: {},
      name: null,
      updated: now,
    };
    const configuration = account.store.put('configurations', withProfile(account, bare, params));
    account.emit('billing_portal.configuration.created', configuration);
    return configuration;
  }),
  endpoint('GET', '/v1/billing_portal/configurations', filters, (account, params) =>
    page(account, 'configurations', {
      url: '/v1/billing_portal/configurations',
      params,
      keep: (each) =>
        (params.active === undefined || each.active === params.active) &&
        (params.is_default === undefined || each.is_default === params.is_default),
    }),
  ),
  endpoint('GET', '/v1/billing_portal/configurations/:id', {}, (account, _, { id = '' }) =>
    requireConfiguration(account, id),
  ),
  endpoint('POST', '/v1/billing_portal/configurations/:id', update, (account, params, { id = '' }) => {
    const before = requireConfiguration(account, id);
    const after = account.store.put('configurations', {
      ...withProfile(account, before, params),
      active: params.active ?? before.active,
      features: withFeatures(account, before.features, params.features ?? noChange),
    });
    account.emit('billing_portal.configuration.updated', after, before);
    return after;
  }),
];

const noChange: NonNullable<Given['features']> = {
  customer_update: undefined,
  invoice_history: undefined,
  payment_method_update: undefined,
  subscription_cancel: undefined,
  subscription_pause: undefined,
  subscription_update: undefined,
};
