import type { Said } from '../messages/translator';
import type { PaymentIntent } from '../records';

/** The field of the page that a problem is about; `card` for the card as a whole. */
export type CheckoutField = 'card' | 'number' | 'expiry' | 'cvc' | 'name' | 'email' | 'code' | BillingField;

/** What is asked for besides the card, where the session collects it. */
export type BillingField = 'phone' | 'line1' | 'line2' | 'city' | 'state' | 'postal_code' | 'country';

/** What Checkout knows of a session that the API does not show. */
export type CheckoutOrder = {
  id: string;
  items: Array<{ price: string; quantity: number }>;
  /** `subscription_data`, as it was given. */
  subscription: {
    metadata: Record<string, string>;
    description?: string | undefined;
    billing_mode?: { type: 'classic' | 'flexible' } | undefined;
    proration_behavior?: 'none' | 'create_prorations' | undefined;
    billing_cycle_anchor?: number | undefined;
    trial_end?: number | undefined;
    trial_period_days?: number | undefined;
    trial_settings?:
      | { end_behavior: { missing_payment_method: 'cancel' | 'create_invoice' | 'pause' } }
      | undefined;
  };
  /** `customer_update`: what of a known customer follows what is typed. */
  updates?: Readonly<{ address: boolean; name: boolean }>;
  /** `payment_intent_data`, as the intent will have it; null in other modes. */
  payment?: Pick<
    PaymentIntent,
    'capture_method' | 'description' | 'metadata' | 'receipt_email' | 'setup_future_usage' | 'shipping'
  > | null;
  /** What the customer typed, the card excepted, while the session is open. */
  entered: {
    email: string;
    name: string;
    code: string;
    billing?: Readonly<Partial<Record<BillingField, string>>>;
  };
  /** Why the last try failed. */
  problem: { field: CheckoutField | null; said: Said } | null;
  /** The bank's question that the payment waits for. */
  challenge: string | null;
};
