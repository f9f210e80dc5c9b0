import {
  boolean,
  clearable,
  hash,
  type Infer,
  list,
  oneOf,
  required,
  string,
  timestamp,
  timestampOr,
} from '../wire/params';
import { updateParams } from './schedule-params';
import { prorationBehavior } from './subscription-behavior';
import { discountEntry, itemsParam } from './subscription-params';
import { pauseParams } from './subscription-pause';

const scheduleDetails = {
  billing_mode: hash({ type: required(oneOf('classic', 'flexible')) }),
  end_behavior: oneOf('cancel', 'release'),
  phases: updateParams.phases,
  proration_behavior: prorationBehavior,
};

/** What `POST /v1/invoices/create_preview` takes. */
export const previewParams = {
  currency: string(3),
  customer: string(),
  discounts: clearable(list(discountEntry)),
  preview_mode: oneOf('next', 'recurring'),
  schedule: string(),
  schedule_details: hash(scheduleDetails),
  subscription: string(),
  subscription_details: hash({
    billing_cycle_anchor: hash({ type: required(oneOf('now', 'unchanged')) }),
    cancel_at: clearable(timestamp({ min: 0 })),
    cancel_at_period_end: boolean(),
    cancel_now: boolean(),
    items: itemsParam,
    pause: hash(pauseParams),
    proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
    proration_date: timestamp({ min: 0 }),
    resume_at: oneOf('now'),
    trial_end: timestampOr('now'),
  }),
};

export type GivenPreview = Infer<typeof previewParams>;
export type PreviewDetails = NonNullable<GivenPreview['subscription_details']>;
