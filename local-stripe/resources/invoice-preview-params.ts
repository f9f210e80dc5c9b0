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
import { discountEntry, itemsParam } from './subscription-params';

/** What `POST /v1/invoices/create_preview` takes. */
export const previewParams = {
  currency: string(3),
  customer: string(),
  discounts: clearable(list(discountEntry)),
  preview_mode: oneOf('next'),
  schedule: string(),
  subscription: string(),
  subscription_details: hash({
    billing_cycle_anchor: hash({ type: required(oneOf('now', 'unchanged')) }),
    cancel_at: clearable(timestamp({ min: 0 })),
    cancel_at_period_end: boolean(),
    items: itemsParam,
    proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
    proration_date: timestamp({ min: 0 }),
    trial_end: timestampOr('now'),
  }),
};

export type GivenPreview = Infer<typeof previewParams>;
export type PreviewDetails = NonNullable<GivenPreview['subscription_details']>;
