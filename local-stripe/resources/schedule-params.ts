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
  timestamp,
  timestampOr,
} from '../wire/params';
import { prorationBehavior } from './subscription-behavior';
import { discountEntry, itemParams } from './subscription-params';

const collectionMethod = oneOf('charge_automatically', 'send_invoice');
const billingCycleAnchor = oneOf('automatic', 'phase_start');
const invoiceSettings = hash({ days_until_due: integer({ min: 0 }) });

const phase = {
  billing_cycle_anchor: billingCycleAnchor,
  collection_method: collectionMethod,
  currency: string(3),
  default_payment_method: string(),
  description: clearableString(500),
  discounts: clearable(list(discountEntry)),
  duration: hash({
    interval: required(oneOf('day', 'week', 'month', 'year')),
    interval_count: integer({ min: 1 }),
  }),
  invoice_settings: invoiceSettings,
  items: required(
    list(
      hash({
        discounts: itemParams.discounts,
        metadata: metadata(),
        price: string(),
        price_data: itemParams.price_data,
        quantity: integer({ min: 0 }),
      }),
      { max: 20 },
    ),
  ),
  metadata: metadata(),
  proration_behavior: prorationBehavior,
  trial: boolean(),
};

const shared = {
  default_settings: hash({
    billing_cycle_anchor: billingCycleAnchor,
    collection_method: collectionMethod,
    default_payment_method: string(),
    description: clearableString(500),
    invoice_settings: invoiceSettings,
  }),
  end_behavior: oneOf('cancel', 'release'),
  metadata: metadata(),
};

/** What `POST /v1/subscription_schedules` takes. */
export const createParams = {
  ...shared,
  billing_mode: hash({ type: required(oneOf('classic', 'flexible')) }),
  customer: string(),
  from_subscription: string(),
  phases: list(hash({ ...phase, end_date: timestamp({ min: 0 }), trial_end: timestamp({ min: 0 }) }), {
    max: 10,
  }),
  start_date: timestampOr('now'),
};

/** What `POST /v1/subscription_schedules/:id` takes. */
export const updateParams = {
  ...shared,
  phases: list(
    hash({
      ...phase,
      start_date: timestampOr('now'),
      end_date: timestampOr('now'),
      trial_end: timestampOr('now'),
    }),
    { max: 10 },
  ),
  proration_behavior: prorationBehavior,
};

export type ScheduleCreate = Infer<typeof createParams>;
export type ScheduleUpdate = Infer<typeof updateParams>;
type UpdatedPhase = NonNullable<NonNullable<ScheduleUpdate['phases']>[number]>;
/** A phase as either operation gives it: only an update names its start. */
export type GivenPhase = Omit<UpdatedPhase, 'start_date'> & Partial<Pick<UpdatedPhase, 'start_date'>>;
