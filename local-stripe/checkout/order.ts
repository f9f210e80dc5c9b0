import type { Account } from '../account';
import type { Said } from '../messages/translator';
import type { CheckoutSession, PaymentIntent } from '../records';

/** The field of the page that a problem is about; `card` for the card as a whole, `order` for what is ordered. */
export type CheckoutField =
  | 'card'
  | 'order'
  | 'number'
  | 'expiry'
  | 'cvc'
  | 'name'
  | 'email'
  | 'code'
  | BillingField
  | `quantity_${number}`;

/** What is asked for besides the card, where the session collects it. */
export type BillingField = 'phone' | 'line1' | 'line2' | 'city' | 'state' | 'postal_code' | 'country';

/** A line as it is ordered now; one that the customer took out is kept with a quantity of 0, to be put back. */
export type CheckoutItem = Readonly<{
  price: string;
  quantity: number;
  /** `adjustable_quantity`; null when the customer cannot change it. */
  adjustable?: Readonly<{ minimum: number; maximum: number }> | null;
}>;

/** What Checkout knows of a session that the API does not show. */
export type CheckoutOrder = {
  id: string;
  items: CheckoutItem[];
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
    /** The quantity that was refused. */
    quantity?: string;
    billing?: Readonly<Partial<Record<BillingField, string>>>;
  };
  /** Why the last try failed. */
  problem: { field: CheckoutField | null; said: Said } | null;
  /** The bank's question that the payment waits for. */
  challenge: string | null;
};

/** A session whose page is open, and what Checkout knows of it. */
export type OpenCheckout = Readonly<{ account: Account; session: CheckoutSession; order: CheckoutOrder }>;
