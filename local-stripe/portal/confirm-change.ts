import type { Account } from '../account';
import { applyChange, type PaymentRefused } from '../billing/apply-change';
import { bill } from '../billing/bill';
import type { Wanted, WantedItem } from '../billing/change';
import { type Collecting, collect, methodOf } from '../billing/collect';
import { termsFor } from '../billing/customer-discount';
import type { Terms } from '../billing/discounts';
import { pendingItems } from '../billing/invoice-items';
import { voidInvoice } from '../billing/invoices';
import { unitAmount } from '../billing/lines';
import { priceAmount } from '../billing/price-amount';
import { readDiscounts } from '../billing/redemption';
import { releaseSchedule, scheduleChange } from '../billing/schedule';
import type { Configuration, Customer, PaymentMethod, Price, Subscription } from '../records';
import type { Flow } from './flow-rules';

/** What a `subscription_update_confirm` flow asks for, read against the subscription as it is now. */
export type ConfirmedChange = Readonly<{
  account: Account;
  customer: Customer;
  subscription: Subscription;
  wanted: Wanted;
  /** Given when the flow brings a discount, which replaces those there. */
  newTerms: readonly Terms[] | undefined;
  /** Unix seconds of the period's end, when the configuration defers this change to it. */
  deferredTo: number | null;
}>;

/**
 * Reads a flow that `checkFlow` has passed.
 * @param reckonedAt Unix seconds of the page that has shown the change, which is prorated to that second as long as the
 * period lasts; null for now.
 */
export function readConfirm(
  account: Account,
  customer: Customer,
  configuration: Configuration,
  confirm: NonNullable<Flow['subscription_update_confirm']>,
  reckonedAt: number | null,
): ConfirmedChange {
  const subscription = account.store.get('subscriptions', confirm.subscription);
  const [item] = subscription?.items.data ?? [];
  const [asked] = confirm.items;
  if (!subscription || !item || !asked)
    throw new Error(`Flow for ${confirm.subscription} was not checked before it was read`);
  const { features } = configuration;
  const price = account.store.get('prices', asked.price ?? item.price.id) ?? item.price;
  const want: WantedItem = { id: item.id, price, quantity: asked.quantity ?? item.quantity ?? 1 };
  const at = reckonedAt !== null && reckonedAt >= item.current_period_start ? reckonedAt : account.now();
  const newTerms = confirm.discounts?.length
    ? readDiscounts(
        account,
        confirm.discounts.map(({ coupon, promotion_code }) => ({
          ...(coupon !== null && { coupon }),
          ...(promotion_code !== null && { promotion_code }),
        })),
        {
          customer: customer.id,
          subscription: subscription.id,
          isUpdate: true,
          amount: priceAmount(price, subscription.currency, want.quantity),
          currency: subscription.currency,
        },
        'discounts',
      )
    : undefined;
  const before = {
    price: account.store.get('prices', item.price.id) ?? item.price,
    quantity: item.quantity ?? 1,
  };
  const conditions = features.subscription_update.schedule_at_period_end.conditions.map(({ type }) => type);
  const waits = conditions.some((type) => holds(type, before, want, subscription.currency));
  return {
    account,
    customer,
    subscription,
    newTerms,
    deferredTo: waits ? item.current_period_end : null,
    wanted: {
      items: [want],
      terms: newTerms ?? termsFor(account, subscription, at),
      anchor: features.subscription_update.billing_cycle_anchor === 'now' ? 'now' : 'unchanged',
      prorationBehavior: prorationOf(features.subscription_update.proration_behavior),
      at,
      endTrial:
        subscription.status === 'trialing' &&
        features.subscription_update.trial_update_behavior !== 'continue_trial',
    },
  };
}

function prorationOf(given: string): Wanted['prorationBehavior'] {
  return given === 'always_invoice' || given === 'create_prorations' ? given : 'none';
}

type Side = Readonly<{ price: Price; quantity: number }>;

const PER_YEAR: Readonly<Record<string, number>> = { day: 365, week: 52, month: 12, year: 1 };

/** How often in a year a price is charged. */
export const timesAYear = ({ recurring }: Price): number =>
  (PER_YEAR[recurring?.interval ?? 'month'] ?? 12) / (recurring?.interval_count ?? 1);

/** Costs are compared as per year: $10 a month to $100 a year decreases. */
const costPerYear = ({ price, quantity }: Side, currency: string): number =>
  unitAmount(price, currency) * quantity * timesAYear(price);

function holds(condition: string, before: Side, after: Side, currency: string): boolean {
  if (condition === 'decreasing_item_amount')
    return costPerYear(after, currency) < costPerYear(before, currency);
  return (
    condition === 'shortening_interval' &&
    timesAYear(after.price) > timesAYear(before.price) &&
    after.price.product === before.price.product &&
    after.quantity === before.quantity
  );
}

/**
 * Carries the change out. Throws `PaymentRefused` when it was not paid for; then nothing may stay.
 * @param card a card of no customer yet that is charged instead of the one on file, and takes its place.
 */
export function carryOut(
  change: ConfirmedChange,
  payment: Collecting,
  card: PaymentMethod | null,
): Subscription {
  const isOwn = change.subscription.default_payment_method !== null;
  if (!card || isOwn) return applied(change, payment, card && { default_payment_method: card.id });
  const { account, customer } = change;
  const invoice_settings = { ...customer.invoice_settings, default_payment_method: card.id };
  account.store.put('customers', { ...customer, invoice_settings });
  const changed = applied(change, payment, null);
  const after = account.store.get('customers', customer.id);
  // Told once the payment has attached the card.
  if (after)
    account.emit('customer.updated', after, { ...after, invoice_settings: customer.invoice_settings });
  return changed;
}

function applied(
  { account, subscription, wanted, newTerms, deferredTo }: ConfirmedChange,
  payment: Collecting,
  fields: Partial<Subscription> | null,
): Subscription {
  if (deferredTo !== null) return scheduleChange(account, subscription, wanted.items, newTerms ?? []);
  const schedule = subscription.schedule && account.store.get('subscriptionSchedules', subscription.schedule);
  if (schedule) releaseSchedule(account, schedule);
  const current = account.store.get('subscriptions', subscription.id) ?? subscription;
  return applyChange(account, current, wanted, {
    onRefusal: 'throw',
    payment,
    ...(newTerms && { newTerms }),
    ...(fields && { fields }),
  });
}

/**
 * Leaves the traces of a refused payment: the invoice, its failed attempt, its events. The invoice is voided, so nothing
 * is owed for a change that did not happen; what waited for the next invoice waits on.
 */
export function recordRefusal(
  { account, subscription }: ConfirmedChange,
  refusal: PaymentRefused,
  payment: Collecting,
  card: PaymentMethod | null,
): void {
  const waiting = pendingItems(account, subscription.customer, subscription.id);
  const invoice = bill(account, subscription, {
    drafts: refusal.drafts.map((draft) => ({ ...draft, lowered: [], used: [] })),
    discounts: [],
    reason: 'subscription_update',
  });
  const method = card ?? methodOf(account, subscription.customer, subscription.default_payment_method);
  voidInvoice(account, collect(account, invoice, method, payment).invoice);
  for (const item of waiting) account.store.put('invoiceItems', item);
}
