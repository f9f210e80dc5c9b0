import type { Account } from '../account';
import { NO_ENTRIES } from '../empty';
import type { Customer, Subscription, SubscriptionItem } from '../records';
import { noDetails } from './cancellation';
import type { WantedItem } from './change';
import type { Terms } from './discounts';

/** What a new subscription is to be. */
export type NewSubscription = Readonly<{
  id: string;
  customer: Customer;
  currency: string;
  items: readonly WantedItem[];
  terms: readonly Terms[];
  defaultPaymentMethod: string | null;
  /** `scheduled`: a schedule makes it, and a first payment that fails leaves it past due. */
  paymentBehavior: 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete' | 'scheduled';
  prorationBehavior: 'none' | 'create_prorations' | 'always_invoice';
  billingMode: 'classic' | 'flexible';
  /** Unix seconds; earlier than now for a backdated one. */
  start: number;
  anchor: number | null;
  anchorConfig?: Subscription['billing_cycle_anchor_config'];
  trialEnd: number | null;
  metadata: Record<string, string>;
  description: string | null;
  collectionMethod?: 'charge_automatically' | 'send_invoice';
  daysUntilDue?: number | null;
  prorationDiscounts?: 'included' | 'itemized';
  /** What the end of the trial does when there is nothing to charge. */
  missingPaymentMethod?: 'cancel' | 'create_invoice' | 'pause';
  schedule?: string | null;
  saveDefaultPaymentMethod?: 'off' | 'on_subscription';
  /** Cards alone, by name. */
  paymentMethodTypes?: boolean;
  /** The cancel fields of a subscription that is to end from the beginning. */
  ending?: (created: Subscription) => Partial<Subscription>;
  /** Leaves for the first invoice what is charged once. */
  addToFirstInvoice?: (subscription: Subscription) => void;
  /** Nobody is there for the first payment. */
  offSession?: boolean;
}>;

// Shared by all: records are never changed in place.
const NO_TAX: Subscription['automatic_tax'] = { disabled_reason: null, enabled: false, liability: null };
const INVOICE_SETTINGS: Subscription['invoice_settings'] = {
  account_tax_ids: null,
  custom_fields: null,
  description: null,
  footer: null,
  issuer: { type: 'self' },
};

/** A new subscription as the API shows it, before anything is charged. */
export function bareSubscription(
  account: Account,
  given: NewSubscription,
  anchor: number,
  items: SubscriptionItem[],
): Subscription {
  return {
    id: given.id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: NO_TAX,
    billing_cycle_anchor: anchor,
    billing_cycle_anchor_config: given.anchorConfig ?? null,
    billing_mode:
      given.billingMode === 'flexible'
        ? {
            type: 'flexible',
            flexible: { proration_discounts: given.prorationDiscounts ?? 'included' },
            updated_at: account.now(),
          }
        : { type: 'classic', flexible: null },
    billing_schedules: NO_ENTRIES,
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: noDetails,
    collection_method: given.collectionMethod ?? 'charge_automatically',
    created: account.now(),
    currency: given.currency,
    customer: given.customer.id,
    customer_account: null,
    days_until_due: given.daysUntilDue ?? null,
    default_payment_method: given.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: NO_ENTRIES,
    description: given.description,
    discounts: NO_ENTRIES,
    ended_at: null,
    invoice_settings: INVOICE_SETTINGS,
    items: {
      object: 'list',
      data: items,
      has_more: false,
      url: `/v1/subscription_items?subscription=${given.id}`,
    },
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: given.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: given.paymentMethodTypes ? ['card'] : null,
      save_default_payment_method: given.saveDefaultPaymentMethod ?? 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: given.schedule ?? null,
    start_date: given.start,
    status: 'incomplete',
    test_clock: given.customer.test_clock ?? null,
    transfer_data: null,
    trial_end: given.trialEnd,
    trial_settings: {
      end_behavior: {
        billing_cycle_anchor: null,
        missing_payment_method: given.missingPaymentMethod ?? 'create_invoice',
      },
    },
    trial_start: given.trialEnd === null ? null : given.start,
  };
}
