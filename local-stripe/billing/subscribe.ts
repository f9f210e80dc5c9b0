import type { Account } from '../account';
import type { Customer, Subscription, SubscriptionItem } from '../records';
import { ApiError, invalid } from '../wire/errors';
import { NO_METHOD } from './apply-change';
import { bill, noteDebits } from './bill';
import { after, type Period, periodAround } from './calendar';
import { cardDeclined } from './cards';
import { fullLine, recurringOf, type WantedItem } from './change';
import { collect, methodOf } from './collect';
import { lower, type Terms } from './discounts';
import { type Draft, productName, prorationDescription } from './lines';
import { priceAmount } from './price-amount';
import { share } from './proration';
import { redeem } from './redemption';
import { planOf } from './subscription-item';

export type NewSubscription = Readonly<{
  id: string;
  customer: Customer;
  currency: string;
  items: readonly WantedItem[];
  terms: readonly Terms[];
  defaultPaymentMethod: string | null;
  paymentBehavior: 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete';
  prorationBehavior: 'none' | 'create_prorations' | 'always_invoice';
  billingMode: 'classic' | 'flexible';
  /** Unix seconds; earlier than now for a backdated one. */
  start: number;
  anchor: number | null;
  trialEnd: number | null;
  metadata: Record<string, string>;
  description: string | null;
}>;

/** A subscription as it will begin, with the lines of its first invoice. Nothing is stored. */
export function planSubscription(
  account: Account,
  given: NewSubscription,
): { bare: Subscription; drafts: Draft[] } {
  const anchor = given.anchor ?? given.trialEnd ?? given.start;
  const items = given.items.map((want) => itemOf(account, given, want, firstPeriod(given, want, anchor)));
  const bare = bareSubscription(account, given, anchor, items);
  return { bare, drafts: firstDrafts(account, given, bare, items, anchor) };
}

/** Makes a subscription with its first invoice, and collects it. Throws Stripe's refusals. */
export function subscribe(account: Account, given: NewSubscription): Subscription {
  const { bare, drafts } = planSubscription(account, given);
  account.store.put('subscriptions', bare);
  const discounts = given.terms.map((terms) => redeem(account, terms, bare.id).id);
  const stored = account.store.put('subscriptions', { ...bare, discounts });
  const invoice = bill(account, stored, { drafts, discounts, reason: 'subscription_create' });
  noteDebits(account, drafts, invoice);
  const status = given.trialEnd === null ? collectFirst(account, given, invoice) : trial(account, invoice);
  const now = account.store.get('subscriptions', bare.id) ?? stored;
  const created = account.store.put('subscriptions', { ...now, status, latest_invoice: invoice.id });
  account.emit('customer.subscription.created', created);
  return created;
}

function trial(account: Account, invoice: Parameters<typeof collect>[1]): 'trialing' {
  collect(account, invoice, null);
  return 'trialing';
}

function collectFirst(
  account: Account,
  given: NewSubscription,
  invoice: Parameters<typeof collect>[1],
): 'active' | 'incomplete' {
  if (given.paymentBehavior === 'default_incomplete' && invoice.amount_due > 0) return 'incomplete';
  const collected = collect(
    account,
    invoice,
    methodOf(account, given.customer.id, given.defaultPaymentMethod),
  );
  if (collected.kind === 'paid') return 'active';
  if (collected.kind === 'no_method') throw invalid(NO_METHOD, { code: 'resource_missing' });
  if (given.paymentBehavior !== 'error_if_incomplete') return 'incomplete';
  if (collected.kind === 'declined')
    throw cardDeclined(collected.decline, { payment_intent: collected.intent });
  throw new ApiError(
    402,
    'Payment for this subscription requires additional user action before it can be completed successfully.',
    {
      type: 'card_error',
      code: 'subscription_payment_intent_requires_action',
    },
  );
}

function firstPeriod(given: NewSubscription, want: WantedItem, anchor: number): Period {
  if (given.trialEnd !== null) return { start: given.start, end: given.trialEnd };
  if (anchor > given.start) return { start: given.start, end: anchor };
  return periodAround(anchor, recurringOf(want.price), given.start);
}

function firstDrafts(
  account: Account,
  given: NewSubscription,
  subscription: Subscription,
  items: readonly SubscriptionItem[],
  anchor: number,
): Draft[] {
  const lines = items.map((item) => ({
    amount: priceAmount(item.price, given.currency, item.quantity ?? 1),
    product: item.price.product,
  }));
  const lowered = given.trialEnd === null ? lower(lines, given.terms, given.currency) : [];
  return items.flatMap((item, i): Draft[] => {
    const period = { start: item.current_period_start, end: item.current_period_end };
    const net = { gross: lines[i]?.amount ?? 0, lowered: lowered[i] ?? [] };
    if (given.trialEnd !== null) return [trialLine(account, subscription, item, period)];
    const whole = wholePeriodBefore(anchor, item);
    if (anchor <= given.start || period.start === whole.start)
      return [fullLine(account, subscription, item, period, net)];
    if (given.prorationBehavior === 'none') return [];
    const charged = net.lowered.reduce((left, each) => left - each.amount, net.gross);
    return [
      {
        kind: 'remaining',
        description: prorationDescription(account, 'remaining', item.price, item.quantity ?? 1, period.start),
        amount: share(charged, period.end - period.start, whole.end - whole.start),
        period,
        price: item.price,
        quantity: item.quantity ?? 1,
        subscription: subscription.id,
        item: item.id,
        lowered: [],
        used: net.lowered.map(({ discount }) => discount),
        credited: null,
      },
    ];
  });
}

/** The interval that ends at the anchor: what a first period shorter or longer than it is measured by. */
const wholePeriodBefore = (anchor: number, item: SubscriptionItem): Period => ({
  start: after(anchor, recurringOf(item.price), -1),
  end: anchor,
});

function trialLine(
  account: Account,
  subscription: Subscription,
  item: SubscriptionItem,
  period: Period,
): Draft {
  const [quantity, name] = [item.quantity ?? 1, productName(account, item.price)];
  return {
    kind: 'trial',
    description:
      subscription.billing_mode.type === 'classic'
        ? `Trial period for ${name}`
        : `Free trial for ${quantity} × ${name}`,
    amount: 0,
    period,
    price: item.price,
    quantity,
    subscription: subscription.id,
    item: item.id,
    lowered: [],
    used: [],
    credited: null,
  };
}

function itemOf(
  account: Account,
  given: NewSubscription,
  want: WantedItem,
  period: Period,
): SubscriptionItem {
  return {
    id: account.ids.next('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: account.now(),
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata: want.metadata ?? {},
    plan: planOf(want.price),
    price: want.price,
    quantity: want.quantity,
    subscription: given.id,
    tax_rates: [],
  };
}

function bareSubscription(
  account: Account,
  given: NewSubscription,
  anchor: number,
  items: SubscriptionItem[],
): Subscription {
  return {
    id: given.id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: anchor,
    billing_cycle_anchor_config: null,
    billing_mode:
      given.billingMode === 'flexible'
        ? { type: 'flexible', flexible: { proration_discounts: 'included' }, updated_at: account.now() }
        : { type: 'classic', flexible: null },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created: account.now(),
    currency: given.currency,
    customer: given.customer.id,
    customer_account: null,
    days_until_due: null,
    default_payment_method: given.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: given.description,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: {
      object: 'list',
      data: items,
      has_more: false,
      url: `/v1/subscription_items?subscription=${given.id}`,
    },
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: given.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: given.start,
    status: 'incomplete',
    test_clock: null,
    transfer_data: null,
    trial_end: given.trialEnd,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' },
    },
    trial_start: given.trialEnd === null ? null : given.start,
  };
}
