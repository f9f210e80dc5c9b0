import 'server-only';
import type Stripe from 'stripe';
import type { BillingInformation, CustomerState, Invoice } from '../billing/customer-state';
import type { Subscription } from '../billing/subscription';
import { money } from '../money';
import { idOf, stripe } from './client';
import { isMissing, NoSuchCustomerError, reading } from './errors';
import { toPaymentMethod } from './payment-method';
import { toSubscription } from './read-subscription';

const INVOICES = 24;

/** Reads a customer from Stripe: who pays how, every subscription, the last invoices. Wire shapes stop here. */
export async function readCustomer(customerId: string): Promise<CustomerState> {
  // side by side: somebody waits for the answer
  const [customer, subscriptions, invoices] = await reading('the customer', () =>
    Promise.all([
      retrieve(customerId),
      unlessGone(listSubscriptions(customerId)),
      unlessGone(stripe().invoices.list({ customer: customerId, limit: INVOICES })),
    ]),
  );
  if (customer.deleted) return emptyState(customerId);
  if (!subscriptions || !invoices) throw new NoSuchCustomerError(customerId, null);
  return {
    customerId,
    currency: customer.currency ?? null,
    deleted: false,
    paymentMethod: toPaymentMethod(customer.invoice_settings.default_payment_method),
    billing: toBilling(customer),
    subscriptions,
    invoices: invoices.data.flatMap(toInvoice),
  };
}

/** Null when Stripe does not know the customer (any more): the customer's own answer tells which. */
async function unlessGone<T>(list: Promise<T>): Promise<T | null> {
  try {
    return await list;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function toBilling({ name, phone, address }: Stripe.Customer): BillingInformation {
  const { line1, line2, postal_code, city, state, country } = address ?? {};
  const lines = [line1, line2, [postal_code, city].filter(Boolean).join(' '), state, country];
  return { name: name ?? null, phone: phone ?? null, address: lines.flatMap((line) => line || []) };
}

async function retrieve(customerId: string): Promise<Stripe.Customer | Stripe.DeletedCustomer> {
  try {
    return await stripe().customers.retrieve(customerId, {
      expand: ['invoice_settings.default_payment_method'],
    });
  } catch (error) {
    throw isMissing(error) ? new NoSuchCustomerError(customerId, error) : error;
  }
}

async function listSubscriptions(customer: string): Promise<Subscription[]> {
  const { data } = await stripe().subscriptions.list({
    customer,
    status: 'all',
    limit: 100,
    expand: ['data.discounts', 'data.discounts.source.coupon', 'data.default_payment_method'],
  });
  const subscriptions = await Promise.all(data.map(toSubscription));
  return subscriptions.filter((subscription) => subscription !== null);
}

const emptyState = (customerId: string): CustomerState => ({
  customerId,
  currency: null,
  deleted: true,
  paymentMethod: null,
  billing: { name: null, phone: null, address: [] },
  subscriptions: [],
  invoices: [],
});

function toInvoice(invoice: Stripe.Invoice): Invoice[] {
  if (!invoice.status) return [];
  return [
    {
      id: invoice.id,
      number: invoice.number,
      amount: money(invoice.total, invoice.currency),
      amountDue: invoice.amount_due,
      status: invoice.status,
      billingReason: invoice.billing_reason,
      subscription: idOf(invoice.parent?.subscription_details?.subscription ?? null),
      attemptCount: invoice.attempt_count,
      hostedUrl: invoice.hosted_invoice_url ?? null,
      created: invoice.created,
    },
  ];
}
