import type Stripe from 'stripe';
import type { Draft } from './billing/lines';
import type { CheckoutOrder } from './checkout/order';
import type { Said } from './messages/translator';
import type { Done, Sayable } from './portal/sayable';
import type { CompletedView } from './portal/templates/completed';

/**
 * A Stripe object as it travels: references are ids, decimals are strings, lists are plain.
 * Built from the SDK's own types, so an object that lacks a field does not compile.
 */
export type Wire<T> = T extends string
  ? T
  : T extends { toFixed: unknown; toNumber: unknown }
    ? string
    : T extends { object: 'list'; data: Array<infer U> }
      ? WireList<Wire<U>>
      : T extends Array<infer U>
        ? Array<Wire<Unexpanded<U>>>
        : T extends object
          ? { [K in keyof T]: Wire<Unexpanded<T[K]>> }
          : T;

/** `string | Customer | null` becomes `string | null`: what is stored is the id. */
type Unexpanded<T> =
  string extends Extract<T, string> ? (T extends string ? T : T extends object ? never : T) : T;

export type WireList<T> = { object: 'list'; data: T[]; has_more: boolean; url: string };

export type Customer = Wire<Stripe.Customer>;
export type Product = Wire<Stripe.Product>;
export type Price = Wire<Stripe.Price>;
export type Coupon = Wire<Stripe.Coupon>;
export type PromotionCode = Wire<Stripe.PromotionCode>;
export type Discount = Wire<Stripe.Discount>;
export type PaymentMethod = Wire<Stripe.PaymentMethod>;
/** A customer's card by the name of older integrations; kept as a payment method. */
export type Source = Wire<Stripe.Card>;
export type PaymentIntent = Wire<Stripe.PaymentIntent>;
export type Charge = Wire<Stripe.Charge>;
export type SetupIntent = Wire<Stripe.SetupIntent>;
export type CheckoutSession = Wire<Stripe.Checkout.Session>;
export type Subscription = Wire<Stripe.Subscription>;
export type SubscriptionItem = Wire<Stripe.SubscriptionItem>;
export type SubscriptionSchedule = Wire<Stripe.SubscriptionSchedule>;
export type Invoice = Wire<Stripe.Invoice>;
export type InvoiceLine = Wire<Stripe.InvoiceLineItem>;
export type InvoiceItem = Wire<Stripe.InvoiceItem>;
export type InvoicePayment = Wire<Stripe.InvoicePayment>;
export type BalanceTransaction = Wire<Stripe.CustomerBalanceTransaction>;
export type TaxId = Wire<Stripe.TaxId>;
export type FeedbackOption = Wire<Stripe.Billing.FeedbackOption>;
export type TestClock = Wire<Stripe.TestHelpers.TestClock>;
export type Configuration = Wire<Stripe.BillingPortal.Configuration>;
export type PortalSession = Wire<Stripe.BillingPortal.Session>;
export type WebhookEndpoint = Wire<Stripe.WebhookEndpoint>;

/** An event's object is whatever changed, as it was at that moment. */
export type Event = {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: object; previous_attributes?: object };
  livemode: boolean;
  pending_webhooks: number;
  /** Unix seconds of real time; `created` is the account's. The API does not show it. */
  recorded_at: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
};

/** What the hosted page knows of a session that the API does not show. */
export type PortalVisit = {
  id: string;
  token: string;
  /** Unix seconds of the last visit; null until the first. */
  lastVisit: number | null;
  /** What the finished flow did, for its confirmation page; null while it is open. */
  outcome: CompletedView | null;
  /**
   * Why the last try failed; the payment method that was on file then, while which it is told; and the card that was
   * entered on the page for it, if one was.
   */
  problem: { said: Said; method: string | null; tried: string | null } | null;
  /** The bank's question that the change waits for. */
  challenge?: string | null;
  /** Unix seconds to which the change that the bank is asked about was prorated. */
  reckonedAt?: number;
  /** What a finished flow tells on its confirmation page, when it is not a change with an `outcome`. */
  done?: Done | null;
  /** What was done on the portal's home, told once. */
  notice?: Sayable | null;
  /** The change of the `outcome` is yet to be told on the portal's home, where its flow ended. */
  untold?: boolean;
  /** How many wrong e-mail addresses were typed after the link had expired. */
  wrongAddresses?: number;
  /** The change that was chosen in the portal and is being confirmed. */
  choosing?: PortalSession['flow'];
  /** A cancellation that was carried out, while its customer has not been heard on the reason. */
  asking?: { subscription: string; confirmation: Done } | null;
  /** The card form: its setup intent, and whether the card becomes the customer's default. */
  setUp?: { intent: string; makeDefault: boolean } | null;
};

/** A page on which the bank sees the customer, by its unguessable id. */
export type Challenge = {
  id: string;
  /** What goes on when it is passed. Ids of a payment intent, a setup intent, a portal session or a Checkout session. */
  purpose: { kind: 'payment_intent' | 'setup_intent' | 'portal' | 'checkout'; id: string };
  /** The payment method that the bank asks about. */
  method: string;
  card: { brand: string; last4: string; expMonth: number; expYear: number };
  /** Minor units to be paid; null when a card is set up. */
  amount: { amount: number; currency: string } | null;
  returnUrl: string | null;
  /** Where passing it may lead at once, instead of back; null when that is nowhere else. */
  landing: string | null;
  result: 'passed' | 'failed' | null;
};

/** What was really charged for one item, so that a later credit returns that and no more. */
export type Debits = {
  id: string;
  subscription?: string;
  entries: Array<{
    invoice: string | null;
    line: string;
    /** Minor units after the discounts. */
    amount: number;
    start: number;
    end: number;
    /** What the discounts took off. */
    off?: Array<{ discount: string; amount: number }>;
  }>;
};

/** What is known of a subscription, schedule or invoice (by its id) that the API does not show. */
export type Note = {
  id: string;
  /** The period's end, the trial's end or the phase's end that was announced; it is announced once. */
  upcoming?: number;
  trialWillEnd?: number;
  expiring?: number;
  /** The due date that has passed unpaid. */
  overdue?: number;
  /** Whether the time that a cancellation cuts off is given back. */
  prorateEnd?: boolean;
  /** When a pause with an end is over. */
  resumesAt?: number;
  /** A change that waits for its invoice to be paid. */
  waiting?: WaitingChange;
};

export type WaitingChange = {
  kind: 'update' | 'resume';
  invoice: string;
  items: SubscriptionItem[];
  anchor: number;
  trialEnd: number | null;
  drafts: Draft[];
  /** What waited for the next invoice before this one took it up. */
  taken: string[];
  expires: number;
};

export type Delivery = {
  id: string;
  event: string;
  endpoint: string;
  status: 'pending' | 'held' | 'delivered' | 'failed' | 'dropped';
  attempts: readonly DeliveryAttempt[];
  /** Milliseconds since 1970, real time; null when none is to come. */
  nextAttempt: number | null;
};

export type DeliveryAttempt = Readonly<{
  /** Unix seconds of real time, as in the signature. */
  at: number;
  signature: string;
  /** The endpoint's status; null when it could not be reached. */
  status: number | null;
  /** The beginning of what the endpoint answered, or why it could not be reached. */
  answer: string;
  milliseconds: number;
}>;

export type IdempotentAnswer = {
  id: string;
  /** What was asked for, word by word. */
  path: string;
  params: string;
  status: number;
  answer: object;
  /** Unix seconds of real time. */
  at: number;
};

/** Every collection of an account and what it holds. */
export type Records = {
  customers: Customer;
  products: Product;
  prices: Price;
  coupons: Coupon;
  promotionCodes: PromotionCode;
  discounts: Discount;
  paymentMethods: PaymentMethod;
  paymentIntents: PaymentIntent;
  charges: Charge;
  setupIntents: SetupIntent;
  checkoutSessions: CheckoutSession;
  checkoutOrders: CheckoutOrder;
  challenges: Challenge;
  subscriptions: Subscription;
  subscriptionSchedules: SubscriptionSchedule;
  invoices: Invoice;
  invoiceItems: InvoiceItem;
  invoicePayments: InvoicePayment;
  balanceTransactions: BalanceTransaction;
  taxIds: TaxId;
  feedbackOptions: FeedbackOption;
  configurations: Configuration;
  portalSessions: PortalSession;
  portalVisits: PortalVisit;
  events: Event;
  webhookEndpoints: WebhookEndpoint;
  deliveries: Delivery;
  /** Deleted objects that something may still name, by id. */
  tombstones: { id: string; object: string };
  /** Coupons that are deleted but still lower the invoices of those who redeemed them. */
  retiredCoupons: Coupon;
  debits: Debits;
  notes: Note;
  testClocks: TestClock;
  /** The test card behind a payment method, by payment method id. */
  cards: {
    id: string;
    number: string;
    /** For later use, with its owner there. */
    setUp?: boolean;
    /** The customer has just passed a challenge for the next payment. */
    passed?: boolean;
  };
  idempotentAnswers: IdempotentAnswer;
  settings: { id: string; value: number | string | null };
};

export type Collection = keyof Records;
