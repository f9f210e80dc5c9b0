import type { Account } from '../account';
import { planOf } from '../billing/subscription-item';
import type {
  Charge,
  CheckoutSession,
  Collection,
  Discount,
  Invoice,
  InvoiceItem,
  InvoiceLine,
  PaymentIntent,
  PromotionCode,
  Subscription,
} from '../records';
import { BASIL, CLOVER, DAHLIA, ENDIVE } from './version';

/** A field that an object had in older versions. */
export type OlderField = Readonly<{
  /** The day of the version that took it away. */
  until: string;
  /** What it was: an id, where `in` says of what. The object is as it is shown, so what it names may be expanded. */
  of(account: Account, object: never): unknown;
  in?: Collection;
  /** It holds what can be expanded, though none of it is ever there. */
  isEmpty?: true;
  /** It is not an id that can be expanded: the object itself stands there. */
  whole?: true;
}>;

/** Before it, a payment intent had all of its charges; since then, the latest. */
const LATEST_CHARGE = '2022-11-15';
const UI_MODES: Readonly<Record<string, string>> = {
  elements: 'custom',
  embedded_page: 'embedded',
  hosted_page: 'hosted',
};

/** The id of what is named, shown whole or not. */
const idOf = (named: unknown): string | null =>
  typeof named === 'string' ? named : ((named as { id?: string } | null | undefined)?.id ?? null); // an expanded object has one

const always = (value: unknown): OlderField => ({ until: BASIL, of: () => value });

/** Nobody is taxed here. */
const NO_TAXES: OlderField = { ...always([]), isEmpty: true };

const paymentOf = (account: Account, invoice: string) =>
  account.store.by('invoicePayments', 'invoice', invoice)[0]?.payment.payment_intent ?? null;

const invoiceOf = (account: Account, intent: unknown): string | null =>
  account.store.by('invoicePayments', 'intent', idOf(intent) ?? '')[0]?.invoice ?? null;

const planFor = (account: Account, price: unknown) => {
  const found = account.store.get('prices', idOf(price) ?? '');
  return found?.recurring ? planOf(found) : null;
};

const subscriptionOf = ({ parent }: Invoice | InvoiceItem): string | null =>
  idOf(parent?.subscription_details?.subscription);

/** What an invoice's line says of itself by `parent`. */
const sourceOf = ({ parent }: InvoiceLine) =>
  parent?.subscription_item_details ?? parent?.invoice_item_details ?? null;

/** By the `object` of what is shown. https://docs.stripe.com/changelog */
export const OLDER_FIELDS: Readonly<Record<string, Readonly<Record<string, OlderField>>>> = {
  subscription: {
    current_period_end: {
      until: BASIL,
      of: (_, { items }: Subscription) => items.data[0]?.current_period_end ?? null,
    },
    current_period_start: {
      until: BASIL,
      of: (_, { items }: Subscription) => items.data[0]?.current_period_start ?? null,
    },
    discount: {
      until: CLOVER,
      of: (_, { discounts }: Subscription) => idOf(discounts[0]),
      in: 'discounts',
      whole: true,
    },
    plan: {
      until: ENDIVE,
      of: (account, { items: { data } }: Subscription) =>
        data.length === 1 ? planFor(account, data[0]?.price) : null,
    },
    quantity: {
      until: ENDIVE,
      of: (_, { items: { data } }: Subscription) => (data.length === 1 ? data[0]?.quantity : null),
    },
  },
  invoice: {
    application_fee_amount: always(null),
    charge: {
      until: BASIL,
      of: (account, { id }: Invoice) =>
        account.store.get('paymentIntents', paymentOf(account, id) ?? '')?.latest_charge ?? null,
      in: 'charges',
    },
    discount: {
      until: BASIL,
      of: (_, { discounts }: Invoice) => idOf(discounts[0]),
      in: 'discounts',
      whole: true,
    },
    paid: { until: BASIL, of: (_, { status }: Invoice) => status === 'paid' },
    paid_out_of_band: {
      until: BASIL,
      of: (account, { id, status, amount_paid }: Invoice) =>
        status === 'paid' &&
        amount_paid > 0 &&
        !account.store.by('invoicePayments', 'invoice', id).some((each) => each.status === 'paid'),
    },
    payment_intent: {
      until: BASIL,
      of: (account, { id }: Invoice) => paymentOf(account, id),
      in: 'paymentIntents',
    },
    quote: always(null),
    subscription: { until: BASIL, of: (_, invoice: Invoice) => subscriptionOf(invoice), in: 'subscriptions' },
    subscription_details: {
      until: BASIL,
      of: (_, { parent }: Invoice) => ({ metadata: parent?.subscription_details?.metadata ?? null }),
    },
    tax: always(null),
    total_tax_amounts: NO_TAXES,
    transfer_data: always(null),
  },
  line_item: {
    amount_excluding_tax: { until: BASIL, of: (_, { amount }: InvoiceLine) => amount },
    invoice_item: { until: BASIL, of: (_, line: InvoiceLine) => sourceOf(line)?.invoice_item ?? null },
    plan: {
      until: BASIL,
      of: (account, { pricing }: InvoiceLine) => planFor(account, pricing?.price_details?.price),
    },
    price: {
      until: BASIL,
      of: (_, { pricing }: InvoiceLine) => idOf(pricing?.price_details?.price),
      in: 'prices',
      whole: true,
    },
    proration: { until: BASIL, of: (_, line: InvoiceLine) => sourceOf(line)?.proration ?? false },
    proration_details: {
      until: BASIL,
      of: (_, line: InvoiceLine) => sourceOf(line)?.proration_details ?? { credited_items: null },
    },
    subscription_item: {
      until: BASIL,
      of: (_, { parent }: InvoiceLine) => parent?.subscription_item_details?.subscription_item ?? null,
    },
    tax_amounts: NO_TAXES,
    tax_rates: always([]),
    type: {
      until: BASIL,
      of: (_, line: InvoiceLine) => (sourceOf(line)?.invoice_item ? 'invoiceitem' : 'subscription'),
    },
    unit_amount_excluding_tax: {
      until: BASIL,
      of: (_, { pricing }: InvoiceLine) => pricing?.unit_amount_decimal ?? null,
    },
  },
  invoiceitem: {
    plan: {
      until: BASIL,
      of: (account, { pricing }: InvoiceItem) => planFor(account, pricing?.price_details?.price),
    },
    price: {
      until: BASIL,
      of: (_, { pricing }: InvoiceItem) => idOf(pricing?.price_details?.price),
      in: 'prices',
      whole: true,
    },
    subscription: { until: BASIL, of: (_, item: InvoiceItem) => subscriptionOf(item), in: 'subscriptions' },
    subscription_item: {
      until: BASIL,
      of: (_, { parent }: InvoiceItem) => parent?.subscription_details?.subscription_item ?? null,
    },
    unit_amount: {
      until: BASIL,
      of: (_, { pricing }: InvoiceItem) => wholeOf(pricing?.unit_amount_decimal),
    },
    unit_amount_decimal: {
      until: BASIL,
      of: (_, { pricing }: InvoiceItem) => pricing?.unit_amount_decimal ?? null,
    },
  },
  discount: {
    coupon: {
      until: CLOVER,
      of: (_, { source }: Discount) => idOf(source.coupon),
      in: 'coupons',
      whole: true,
    },
  },
  promotion_code: {
    coupon: {
      until: CLOVER,
      of: (_, { promotion }: PromotionCode) => idOf(promotion.coupon),
      in: 'coupons',
      whole: true,
    },
  },
  payment_intent: {
    charges: {
      until: LATEST_CHARGE,
      of: (account, { id }: PaymentIntent) => ({
        object: 'list',
        data: account.store.by('charges', 'intent', id),
        has_more: false,
        url: `/v1/charges?payment_intent=${id}`,
      }),
    },
    invoice: { until: BASIL, of: (account, { id }: PaymentIntent) => invoiceOf(account, id), in: 'invoices' },
  },
  charge: {
    invoice: {
      until: BASIL,
      of: (account, { payment_intent }: Charge) => invoiceOf(account, payment_intent),
      in: 'invoices',
    },
  },
  'checkout.session': {
    ui_mode: { until: DAHLIA, of: (_, { ui_mode }: CheckoutSession) => UI_MODES[ui_mode ?? ''] ?? ui_mode },
  },
  plan: { aggregate_usage: always(null) },
};

/** Minor units for one, where there are no parts of them. */
const wholeOf = (decimal: string | null | undefined): number | null =>
  decimal && /^-?\d+$/.test(decimal) ? Number(decimal) : null;

/** The fields that an object of this kind had in a version, and has no more. */
export const olderFields = (version: string, object: string): Array<readonly [name: string, OlderField]> =>
  Object.entries(OLDER_FIELDS[object] ?? {}).filter(([, { until }]) => version < until);
