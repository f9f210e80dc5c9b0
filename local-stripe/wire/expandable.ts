import type { Account } from '../account';
import { hasEnded } from '../billing/ended';
import { sourceObject, sourcesOf } from '../billing/sources';
import type { Collection, Customer, WireList } from '../records';

type Json = Record<string, unknown>;

/** What `expand` can do to an object of one kind. */
export type Definition = Readonly<{
  /** Fields that hold an id, by dotted path, and where the object is. */
  references?: Readonly<Record<string, Collection>>;
  /** Fields that name an object at Stripe and are always null here. */
  absent?: readonly string[];
  /** Fields that are left out unless asked for, by dotted path. */
  hidden?: readonly string[];
  /** Fields with whole objects, or lists of them, in which something is hidden or looked up in turn. */
  embeds?: readonly string[];
  /** Lists, and now and then an object, that are made only when asked for. */
  lists?: Readonly<Record<string, (account: Account, object: Json) => object | null>>;
}>;

const listOf = (url: string, data: object[]): WireList<object> => ({
  object: 'list',
  data,
  has_more: false,
  url,
});

/** A customer's default source as the API shows it; null without one. */
function sourceOf(account: Account, id: unknown): object | null {
  const method = account.store.get('paymentMethods', String(id ?? ''));
  return method ? sourceObject(method) : null;
}

/** Where a customer is taxed: nobody's taxes are collected here. */
const taxOf = (address: Customer['address']): object => ({
  automatic_tax: address?.country ? 'not_collecting' : 'unrecognized_location',
  ip_address: null,
  location: address?.country
    ? { country: address.country, source: 'billing_address', state: address.state }
    : null,
  provider: 'stripe',
});

/** What lets a browser confirm an invoice's payment; null when it has none. */
function secretOf(account: Account, invoice: string): object | null {
  const [payment] = account.store.by('invoicePayments', 'invoice', invoice);
  const intent = account.store.get('paymentIntents', payment?.payment.payment_intent ?? '');
  return intent ? { client_secret: intent.client_secret, type: 'payment_intent' } : null;
}

/** By the `object` of what is shown. */
export const DEFINITIONS: Readonly<Record<string, Definition>> = {
  customer: {
    references: { 'invoice_settings.default_payment_method': 'paymentMethods', test_clock: 'testClocks' },
    absent: ['discount'],
    embeds: ['discount'],
    lists: {
      cash_balance: () => null,
      default_source: (account, customer) => sourceOf(account, customer.default_source),
      invoice_credit_balance: () => ({}),
      sources: (account, customer) =>
        listOf(
          `/v1/customers/${customer.id}/sources`,
          sourcesOf(account, String(customer.id)).map(sourceObject),
        ),
      subscriptions: (account, customer) =>
        listOf(
          `/v1/customers/${customer.id}/subscriptions`,
          account.store
            .by('subscriptions', 'customer', String(customer.id))
            .filter((subscription) => !hasEnded(subscription)),
        ),
      tax: (_, { address }) => taxOf(address as Customer['address']), // the customer's own
      tax_ids: (account, customer) =>
        listOf(
          `/v1/customers/${customer.id}/tax_ids`,
          account.store.by('taxIds', 'customer', String(customer.id)),
        ),
    },
  },
  event: { hidden: ['recorded_at'] },
  item: { embeds: ['price'] },
  product: { references: { default_price: 'prices' }, absent: ['tax_code'] },
  price: { references: { product: 'products' }, hidden: ['currency_options', 'tiers'] },
  coupon: { hidden: ['applies_to', 'currency_options'] },
  promotion_code: {
    references: { 'promotion.coupon': 'coupons', customer: 'customers' },
    hidden: ['restrictions.currency_options'],
  },
  discount: {
    references: { 'source.coupon': 'coupons', promotion_code: 'promotionCodes', customer: 'customers' },
  },
  payment_method: { references: { customer: 'customers' } },
  payment_intent: {
    references: { customer: 'customers', payment_method: 'paymentMethods', latest_charge: 'charges' },
    absent: ['application', 'on_behalf_of', 'payment_record', 'review', 'source'],
  },
  setup_intent: {
    references: { customer: 'customers', payment_method: 'paymentMethods' },
    absent: ['application', 'latest_attempt', 'mandate', 'on_behalf_of', 'single_use_mandate'],
  },
  'checkout.session': {
    references: {
      customer: 'customers',
      'discounts.coupon': 'coupons',
      'discounts.promotion_code': 'promotionCodes',
      invoice: 'invoices',
      payment_intent: 'paymentIntents',
      setup_intent: 'setupIntents',
      subscription: 'subscriptions',
    },
    absent: ['payment_link'],
    hidden: ['line_items'],
  },
  charge: {
    references: { customer: 'customers', payment_intent: 'paymentIntents' },
    absent: [
      'application',
      'application_fee',
      'balance_transaction',
      'failure_balance_transaction',
      'on_behalf_of',
      'review',
      'source_transfer',
    ],
    lists: { refunds: (_, charge) => listOf(`/v1/charges/${charge.id}/refunds`, []) },
  },
  subscription: {
    references: {
      'cancellation_details.feedback_option': 'feedbackOptions',
      customer: 'customers',
      default_payment_method: 'paymentMethods',
      discounts: 'discounts',
      latest_invoice: 'invoices',
      pending_setup_intent: 'setupIntents',
      schedule: 'subscriptionSchedules',
      test_clock: 'testClocks',
    },
    absent: ['application', 'default_source', 'on_behalf_of'],
    embeds: ['items'],
  },
  subscription_item: { references: { price: 'prices', discounts: 'discounts' }, embeds: ['price'] },
  subscription_schedule: {
    references: {
      customer: 'customers',
      'default_settings.default_payment_method': 'paymentMethods',
      'phases.default_payment_method': 'paymentMethods',
      'phases.discounts.coupon': 'coupons',
      'phases.discounts.discount': 'discounts',
      'phases.discounts.promotion_code': 'promotionCodes',
      'phases.items.discounts.coupon': 'coupons',
      'phases.items.discounts.discount': 'discounts',
      'phases.items.discounts.promotion_code': 'promotionCodes',
      'phases.items.price': 'prices',
      subscription: 'subscriptions',
      test_clock: 'testClocks',
    },
    absent: ['application'],
  },
  invoice: {
    references: {
      customer: 'customers',
      default_payment_method: 'paymentMethods',
      discounts: 'discounts',
      'parent.subscription_details.subscription': 'subscriptions',
      test_clock: 'testClocks',
      'total_discount_amounts.discount': 'discounts',
    },
    absent: ['account_tax_ids', 'application', 'default_source', 'latest_revision', 'on_behalf_of'],
    lists: {
      payments: (account, invoice) =>
        listOf(
          `/v1/invoice_payments?invoice=${invoice.id}`,
          account.store.by('invoicePayments', 'invoice', String(invoice.id)),
        ),
      confirmation_secret: (account, invoice) => secretOf(account, String(invoice.id)),
    },
  },
  line_item: {
    references: {
      'discount_amounts.discount': 'discounts',
      discounts: 'discounts',
      'pricing.price_details.price': 'prices',
      subscription: 'subscriptions',
    },
  },
  invoiceitem: {
    references: {
      customer: 'customers',
      discounts: 'discounts',
      invoice: 'invoices',
      'pricing.price_details.price': 'prices',
      test_clock: 'testClocks',
    },
  },
  customer_balance_transaction: {
    references: { checkout_session: 'checkoutSessions', customer: 'customers', invoice: 'invoices' },
    absent: ['credit_note'],
  },
  tax_id: { references: { customer: 'customers', 'owner.customer': 'customers' } },
  invoice_payment: { references: { invoice: 'invoices', 'payment.payment_intent': 'paymentIntents' } },
  plan: { references: { product: 'products' } },
  'billing_portal.session': { references: { configuration: 'configurations' } },
  'billing_portal.configuration': {
    absent: ['application'],
    references: {
      'features.subscription_cancel.cancellation_reason.feedback_options': 'feedbackOptions',
    },
    hidden: ['features.subscription_update.products'],
  },
};
