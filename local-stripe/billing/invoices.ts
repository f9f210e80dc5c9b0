import type { Account } from '../account';
import { NO_ENTRIES, NO_FIELDS } from '../empty';
import type { Customer, Invoice, InvoiceLine } from '../records';
import { withBalance } from './balance';
import { cancelPayments } from './collect';
import { endCustomerDiscount } from './customer-discount';
import { couponOf } from './discounts';
import { besidesTotal, sumsOf } from './invoice-sums';
import { endDiscount } from './redemption';

type Input = Readonly<{
  id: string;
  customer: Customer;
  subscription: string | null;
  currency: string;
  lines: readonly InvoiceLine[];
  /** Ids of the discounts that apply to the whole invoice. */
  discounts: readonly string[];
  reason: NonNullable<Invoice['billing_reason']>;
  period: { start: number; end: number };
  paymentMethod: string | null;
}>;

// Shared by all: records are never changed in place.
const NO_TAX: Invoice['automatic_tax'] = {
  disabled_reason: null,
  enabled: false,
  liability: null,
  provider: null,
  status: null,
};
const ISSUER: Invoice['issuer'] = { type: 'self' };
const PAYMENT_SETTINGS: Invoice['payment_settings'] = {
  default_mandate: null,
  payment_method_options: null,
  payment_method_types: null,
};

/** An invoice in draft with its sums. Stored nowhere yet: previews are made by this too. */
export function draftInvoice(account: Account, input: Input): Invoice {
  const { customer, currency, lines } = input;
  const sums = sumsOf(lines, customer.balance, currency);
  return {
    id: input.id,
    object: 'invoice',
    account_country: 'US',
    account_name: accountName(account),
    account_tax_ids: null,
    amount_due: sums.amount_due,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: sums.amount_remaining,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: NO_TAX,
    automatically_finalizes_at: null,
    billing_reason: input.reason,
    collection_method: 'charge_automatically',
    created: account.now(),
    currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: null,
    customer_tax_exempt: customer.tax_exempt ?? 'none',
    customer_tax_ids: taxIdsOf(account, customer.id),
    default_payment_method: input.paymentMethod,
    default_source: null,
    default_tax_rates: NO_ENTRIES,
    description: null,
    discounts: [...input.discounts],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: ISSUER,
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: [...lines], has_more: false, url: `/v1/invoices/${input.id}/lines` },
    livemode: false,
    metadata: NO_FIELDS,
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent:
      input.subscription === null
        ? null
        : {
            type: 'subscription_details',
            quote_details: null,
            subscription_details: { metadata: NO_FIELDS, subscription: input.subscription },
          },
    payment_settings: PAYMENT_SETTINGS,
    period_end: input.period.end,
    period_start: input.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: sums.starting_balance,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: sums.subtotal,
    subtotal_excluding_tax: sums.subtotal_excluding_tax,
    test_clock: customer.test_clock ?? null,
    total: sums.total,
    total_discount_amounts: sums.total_discount_amounts,
    total_excluding_tax: sums.total_excluding_tax,
    total_pretax_credit_amounts: NO_ENTRIES,
    total_taxes: NO_ENTRIES,
    webhooks_delivered_at: null,
  };
}

const taxIdsOf = (account: Account, customer: string): Invoice['customer_tax_ids'] =>
  account.store
    .by('taxIds', 'customer', customer)
    .map(({ type, value }) => ({ type, value }))
    .reverse();

const accountName = (account: Account): string | null => {
  const name = account.store.get('settings', 'business_name')?.value;
  return typeof name === 'string' ? name : null;
};

/** Stores a draft and finalizes it: it gets its number, the customer's balance is settled, `once` discounts are spent. */
export function finalize(account: Account, draft: Invoice, used: readonly string[]): Invoice {
  account.store.put('invoices', draft);
  account.emit('invoice.created', draft);
  return finalizeDraft(account, draft, used);
}

/** Finalizes a draft that is stored already; `used` are the discounts that lowered it. */
export function finalizeDraft(account: Account, draft: Invoice, used: readonly string[]): Invoice {
  const customer = account.store.get('customers', draft.customer ?? '');
  if (!customer) throw new Error(`Invoice ${draft.id} names a customer that is not there: ${draft.customer}`);
  const sequence = customer.next_invoice_sequence ?? 1;
  const sums = sumsOf(draft.lines.data, customer.balance, draft.currency);
  const balance = customer.balance + sums.total - sums.amount_due;
  const secret = account.ids.secret(32);
  const url = `${account.origin}/i/${account.id}/test_${secret}`;
  const opened: Invoice = {
    ...draft,
    amount_due: sums.amount_due,
    amount_remaining: sums.amount_remaining,
    starting_balance: sums.starting_balance,
    subtotal: sums.subtotal,
    subtotal_excluding_tax: sums.subtotal_excluding_tax,
    total: sums.total,
    total_discount_amounts: sums.total_discount_amounts,
    total_excluding_tax: sums.total_excluding_tax,
    number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    status: 'open',
    effective_at: account.now(),
    ending_balance: balance,
    hosted_invoice_url: url,
    invoice_pdf: `${url}/pdf`,
    status_transitions: { ...draft.status_transitions, finalized_at: account.now() },
  };
  account.store.put('invoices', opened);
  const settled = account.store.put('customers', {
    ...balanced(account, customer, opened, balance - customer.balance),
    currency: customer.currency ?? draft.currency,
    next_invoice_sequence: sequence + 1,
  });
  if (settled.balance !== customer.balance || settled.currency !== customer.currency)
    account.emit('customer.updated', settled, customer);
  account.emit('invoice.finalized', opened);
  spendOnce(account, draft.parent?.subscription_details?.subscription ?? '', used);
  if (settled.discount) endCustomerDiscount(account, customer.id, used);
  return opened;
}

/** The customer's balance pays for an invoice, or takes what it leaves over or is too small to charge. */
function balanced(account: Account, customer: Customer, invoice: Invoice, amount: number): Customer {
  if (amount === 0) return customer;
  return withBalance(account, customer, amount, {
    type: besidesTotal(invoice).later === 0 ? 'applied_to_invoice' : 'invoice_too_small',
    currency: invoice.currency,
    invoice: invoice.id,
  }).customer;
}

/** A `once` discount is over with the first invoice that it lowered. */
function spendOnce(account: Account, subscriptionId: string, used: readonly string[]): void {
  const subscription = account.store.get('subscriptions', subscriptionId);
  const spent = used.filter(
    (id) => couponOf(account, account.store.get('discounts', id)?.source.coupon ?? '')?.duration === 'once',
  );
  if (!subscription || spent.length === 0) return;
  account.store.put('subscriptions', {
    ...subscription,
    discounts: subscription.discounts.filter((id) => !spent.includes(id)),
    items: {
      ...subscription.items,
      data: subscription.items.data.map((item) => ({
        ...item,
        discounts: item.discounts.filter((id) => !spent.includes(id)),
      })),
    },
  });
  for (const id of spent) endDiscount(account, id);
}

/** Voids an open invoice: nobody owes it any more, and the balance that it took from the customer is given back. */
export function voidInvoice(account: Account, invoice: Invoice): Invoice {
  const after = account.store.put('invoices', {
    ...invoice,
    status: 'void',
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, voided_at: account.now() },
  });
  const customer = account.store.get('customers', invoice.customer ?? '');
  const taken = (invoice.ending_balance ?? invoice.starting_balance) - invoice.starting_balance;
  if (customer && taken !== 0) {
    const restored = account.store.put(
      'customers',
      withBalance(account, customer, -taken, {
        type: 'unapplied_from_invoice',
        currency: invoice.currency,
        invoice: invoice.id,
      }).customer,
    );
    account.emit('customer.updated', restored, customer);
  }
  account.emit('invoice.voided', after);
  cancelPayments(account, after);
  return after;
}
