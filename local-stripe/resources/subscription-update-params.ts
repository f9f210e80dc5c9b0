import {
  boolean,
  clearable,
  clearableString,
  emptyList,
  hash,
  type Infer,
  integer,
  list,
  metadata,
  oneOf,
  required,
  timestamp,
  timestampOr,
} from '../wire/params';
import { addInvoiceItems } from './added-items';
import {
  automaticTax,
  cancellationDetails,
  paymentBehavior,
  paymentSettings,
  prorationBehavior,
  trialSettings,
} from './subscription-behavior';
import { type changedItems, discountEntry, itemsParam } from './subscription-params';

/** What `POST /v1/subscriptions/:id` takes. */
export const updateParams = {
  add_invoice_items: addInvoiceItems,
  automatic_tax: automaticTax,
  billing_cycle_anchor: hash({ type: required(oneOf('now', 'unchanged')) }),
  cancel_at: clearable(timestampOr('max_period_end', 'min_period_end')),
  cancel_at_period_end: boolean(),
  cancellation_details: cancellationDetails,
  collection_method: oneOf('charge_automatically', 'send_invoice'),
  days_until_due: integer({ min: 0 }),
  default_payment_method: clearableString(),
  default_tax_rates: emptyList('tax rates'),
  description: clearableString(500),
  discounts: clearable(list(discountEntry)),
  items: itemsParam,
  metadata: metadata(),
  off_session: boolean(),
  pause_collection: clearable(
    hash({
      behavior: required(oneOf('keep_as_draft', 'mark_uncollectible', 'void')),
      resumes_at: timestamp({ min: 0 }),
    }),
  ),
  payment_behavior: paymentBehavior,
  payment_settings: paymentSettings,
  proration_behavior: prorationBehavior,
  proration_date: timestamp({ min: 0 }),
  trial_end: timestampOr('now'),
  trial_settings: trialSettings,
};
export type UpdateParams = Infer<typeof updateParams>;

/** An update, from the API or of one item. */
export type SubscriptionUpdate = Partial<Omit<UpdateParams, 'items'>> & {
  items?: Parameters<typeof changedItems>[2];
};
