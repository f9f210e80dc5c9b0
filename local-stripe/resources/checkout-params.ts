import { CHECKOUT_LOCALES } from '../hosted/locales';
import {
  boolean,
  clearable,
  hash,
  integer,
  list,
  metadata,
  oneOf,
  required,
  string,
  timestamp,
  url,
} from '../wire/params';
import { shipping } from './intent-shipping';
import { captureMethod, setupFutureUsage } from './payment-intent-confirm';
import { automaticTax, trialSettings } from './subscription-behavior';

/** What `POST /v1/checkout/sessions` takes. */
export const createSession = {
  allow_promotion_codes: boolean(),
  allowed_payment_method_types: list(oneOf('card')),
  automatic_tax: automaticTax,
  billing_address_collection: oneOf('auto', 'required'),
  cancel_url: url(),
  client_reference_id: string(200),
  currency: string(3),
  customer: string(),
  customer_creation: oneOf('always', 'if_required'),
  customer_email: string(800),
  customer_update: hash({
    address: oneOf('auto', 'never'),
    name: oneOf('auto', 'never'),
    shipping: oneOf('never'),
  }),
  custom_text: hash({ submit: clearable(hash({ message: required(string(1200)) })) }),
  discounts: list(hash({ coupon: string(), promotion_code: string() })),
  expires_at: timestamp({ min: 0 }),
  invoice_creation: hash({ enabled: required(oneOf('false')) }),
  line_items: list(
    hash({
      adjustable_quantity: hash({
        enabled: required(boolean()),
        maximum: integer({ min: 1, max: 999_999 }),
        minimum: integer({ min: 0, max: 999_999 }),
      }),
      price: string(),
      price_data: hash({
        currency: required(string(3)),
        product: string(),
        product_data: hash({ name: required(string()), metadata: metadata() }),
        unit_amount: integer({ min: 0 }),
        recurring: hash({
          interval: required(oneOf('day', 'week', 'month', 'year')),
          interval_count: integer({ min: 1 }),
        }),
      }),
      quantity: integer({ min: 1 }),
    }),
  ),
  locale: oneOf(...CHECKOUT_LOCALES),
  metadata: metadata(),
  mode: required(oneOf('payment', 'setup', 'subscription')),
  payment_intent_data: hash({
    capture_method: captureMethod,
    description: string(1000),
    metadata: metadata(),
    receipt_email: string(),
    setup_future_usage: setupFutureUsage,
    shipping,
  }),
  payment_method_collection: oneOf('always', 'if_required'),
  phone_number_collection: hash({ enabled: required(boolean()) }),
  setup_intent_data: hash({ description: string(1000), metadata: metadata() }),
  subscription_data: hash({
    billing_cycle_anchor: timestamp({ min: 0 }),
    billing_mode: hash({ type: required(oneOf('classic', 'flexible')) }),
    description: string(500),
    metadata: metadata(),
    proration_behavior: oneOf('create_prorations', 'none'),
    trial_end: timestamp({ min: 0 }),
    trial_period_days: integer({ min: 1, max: 730 }),
    trial_settings: trialSettings,
  }),
  success_url: string(),
  tax_id_collection: hash({ enabled: required(oneOf('false')) }),
  ui_mode: oneOf('elements', 'embedded_page', 'form', 'hosted_page'),
};
