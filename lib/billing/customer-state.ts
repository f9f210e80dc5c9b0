import type { Money } from '../money';
import { liveSubscription, type PaymentMethod, type Subscription } from './subscription';

/** Everything the app knows about one Stripe customer at one moment, from Stripe or from the last sync. */
export type CustomerState = Readonly<{
  customerId: string;
  /** Fixed by Stripe with the first subscription or invoice; null before. */
  currency: string | null;
  /** Deleted at Stripe: nothing can be opened or charged any more. */
  deleted: boolean;
  paymentMethod: PaymentMethod | null;
  billing: BillingInformation;
  subscriptions: readonly Subscription[];
  /** Newest first, as Stripe lists them. */
  invoices: readonly Invoice[];
}>;

/** Who invoices are made out to; `address` in lines, as written. */
export type BillingInformation = Readonly<{
  name: string | null;
  phone: string | null;
  address: readonly string[];
}>;

/** `amount` is the invoice's total: negative when it credits the customer. `created` is Unix seconds. */
export type Invoice = Readonly<{
  id: string;
  number: string | null;
  amount: Money;
  amountDue: number;
  status: string;
  billingReason: string | null;
  subscription: string | null;
  attemptCount: number;
  hostedUrl: string | null;
  created: number;
}>;

/** The customer's live subscription, or null. */
export const currentSubscription = (state: CustomerState): Subscription | null =>
  liveSubscription(state.subscriptions);

/** The newest invoice of the customer's plan that waits for payment, or null. */
export function openInvoice(state: CustomerState): Invoice | null {
  const id = currentSubscription(state)?.id;
  return state.invoices.find((each) => each.status === 'open' && each.subscription === id) ?? null;
}

/** The payment method that pays the plan: the subscription's own goes before the customer's default. */
export const payingMethod = (state: CustomerState): PaymentMethod | null =>
  currentSubscription(state)?.paymentMethod ?? state.paymentMethod;

/**
 * Whether Stripe counts this customer as having paid, which rules out first-time codes: a paid invoice, one over
 * nothing as well, a payment that was tried, or a trial (docs.stripe.com/billing/subscriptions/coupons, "first-time
 * order").
 */
export const hasPaidBefore = (state: CustomerState): boolean =>
  state.invoices.some(({ status, attemptCount }) => status === 'paid' || attemptCount > 0) ||
  state.subscriptions.some((subscription) => subscription.trialEnd !== null);
