import type Stripe from 'stripe';
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
export type PaymentIntent = Wire<Stripe.PaymentIntent>;
export type Charge = Wire<Stripe.Charge>;
export type Subscription = Wire<Stripe.Subscription>;
export type SubscriptionItem = Wire<Stripe.SubscriptionItem>;
export type SubscriptionSchedule = Wire<Stripe.SubscriptionSchedule>;
export type Invoice = Wire<Stripe.Invoice>;
export type InvoiceLine = Wire<Stripe.InvoiceLineItem>;
export type InvoiceItem = Wire<Stripe.InvoiceItem>;
export type InvoicePayment = Wire<Stripe.InvoicePayment>;
export type BalanceTransaction = Wire<Stripe.CustomerBalanceTransaction>;
export type TaxId = Wire<Stripe.TaxId>;
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
  /** Why the last try failed, in words for the customer, and the payment method that it failed with. */
  problem: { message: string; method: string | null } | null;
};

/** What was really charged for one item, so that a later credit returns that and no more. */
export type Debits = {
  id: string;
  entries: Array<{ invoice: string | null; line: string; amount: number; start: number; end: number }>;
};

export type Delivery = {
  id: string;
  event: string;
  endpoint: string;
  attempts: number;
  status: 'pending' | 'delivered' | 'failed';
  /** The endpoint's last answer; null when it could not be reached. */
  answered: number | null;
};

export type IdempotentAnswer = { id: string; request: string; status: number; body: string };

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
  subscriptions: Subscription;
  subscriptionSchedules: SubscriptionSchedule;
  invoices: Invoice;
  invoiceItems: InvoiceItem;
  invoicePayments: InvoicePayment;
  balanceTransactions: BalanceTransaction;
  taxIds: TaxId;
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
  /** The test card behind a payment method, by payment method id. */
  cards: { id: string; number: string };
  idempotentAnswers: IdempotentAnswer;
  settings: { id: string; value: number | string | null };
};

export type Collection = keyof Records;
