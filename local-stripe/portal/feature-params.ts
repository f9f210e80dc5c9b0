import {
  boolean,
  clearable,
  clearableString,
  hash,
  type Infer,
  integer,
  list,
  oneOf,
  required,
  string,
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
  feedback_options: clearable(list(string())),
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
      interval_options: clearable(list(intervalOption)),
    }),
  },
};
const enabled = { enabled: boolean() };
const mustEnable = { enabled: required(boolean()) };
const shape = {
  customer_update: hash({ ...enabled, ...featureFields.customer_update }),
  invoice_history: hash(mustEnable),
  payment_method_update: hash({ ...mustEnable, ...featureFields.payment_method_update }),
  subscription_cancel: hash({ ...enabled, ...featureFields.subscription_cancel }),
  subscription_pause: hash({ ...enabled, ...featureFields.subscription_pause }),
  subscription_update: hash({ ...enabled, ...subscriptionUpdate }),
};

/** The `features` of a configuration, as given. */
export const features = hash(shape);

export type FeatureParams = Partial<Infer<typeof shape>>;
