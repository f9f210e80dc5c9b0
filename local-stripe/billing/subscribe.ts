import type { Account } from '../account';
import { NO_ENTRIES, NO_FIELDS } from '../empty';
import type { Invoice, Subscription, SubscriptionItem } from '../records';
import { ApiError, invalid } from '../wire/errors';
import { NO_METHOD } from './apply-change';
import { bareSubscription, type NewSubscription } from './bare-subscription';
import { bill, noteDebits } from './bill';
import { after, DAY, type Period, periodAround } from './calendar';
import { cardDeclined } from './cards';
import type { WantedItem } from './change';
import { collect, methodOf, openPayment } from './collect';
import { collectAsAgreed } from './collect-subscription';
import { fullLine, NOTHING, netAmounts, partOf, recurringOf, trialLine } from './drafts';
import type { Draft } from './lines';
import { announceTrialEnd } from './notices';
import { redeem } from './redemption';
import { savedMethod } from './save-method';
import { addSetupIntent } from './setup-intents';
import { planOf } from './subscription-item';

/** A subscription as it will begin, with the lines of its first invoice. Nothing is stored. */
export function planSubscription(
  account: Account,
  given: NewSubscription,
): { bare: Subscription; drafts: Draft[] } {
  refuseLateAnchor(account, given);
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
  given.items.forEach((want, i) => {
    const subscription_item = bare.items.data[i]?.id ?? null;
    for (const { discount, coupon } of want.terms ?? [])
      redeem(account, { coupon, discount: { ...discount, subscription_item } }, bare.id);
  });
  const own = discounts.filter((id) => id !== given.customer.discount?.id);
  const stored = account.store.put('subscriptions', { ...bare, discounts: own });
  given.addToFirstInvoice?.(stored);
  const invoice = bill(account, stored, { drafts, discounts, reason: 'subscription_create' });
  noteDebits(account, drafts, invoice);
  const paid = collectFirst(account, stored, given, invoice);
  const status = given.trialEnd !== null && paid === 'active' ? 'trialing' : paid;
  const now = account.store.get('subscriptions', bare.id) ?? stored;
  const saved = savedMethod(account, now, account.store.get('invoices', invoice.id) ?? invoice);
  const created = account.store.put('subscriptions', {
    ...now,
    ...saved,
    status,
    latest_invoice: invoice.id,
    pending_setup_intent: setupFor(account, given, invoice),
    ...given.ending?.(now),
  });
  account.emit('customer.subscription.created', created);
  if (given.trialEnd !== null && given.trialEnd - 3 * DAY <= account.now())
    announceTrialEnd(account, created);
  return created;
}

/** With nothing to pay yet, `default_incomplete` asks for a card all the same. */
function setupFor(account: Account, given: NewSubscription, { amount_due }: Invoice): string | null {
  if (given.paymentBehavior !== 'default_incomplete' || amount_due > 0) return null;
  return addSetupIntent(account, { customer: given.customer.id }).id;
}

function collectFirst(
  account: Account,
  stored: Subscription,
  given: NewSubscription,
  invoice: Parameters<typeof collect>[1],
): 'active' | 'incomplete' | 'past_due' {
  if (given.paymentBehavior === 'scheduled' || given.collectionMethod === 'send_invoice') {
    const { kind } = collectAsAgreed(account, stored, invoice);
    return kind === 'paid' || kind === 'sent' || kind === 'held' ? 'active' : 'past_due';
  }
  const method = methodOf(account, given.customer.id, given.defaultPaymentMethod);
  if (given.paymentBehavior === 'default_incomplete' && invoice.amount_due > 0) {
    openPayment(account, invoice, method);
    return 'incomplete';
  }
  const collected = collect(account, invoice, method, { offSession: given.offSession ?? false });
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

/** A first period is no longer than any of its prices recurs after. */
function refuseLateAnchor(account: Account, { anchor, items, trialEnd }: NewSubscription): void {
  if (anchor === null) return;
  const from = Math.max(account.now(), trialEnd ?? 0);
  const latest = Math.min(...items.map(({ price }) => after(from, recurringOf(price), 1)));
  if (anchor > latest)
    throw invalid(
      `billing_cycle_anchor cannot be later than next natural billing date (${latest}) for plan`,
      {
        param: 'billing_cycle_anchor',
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
  const priced = given.items.map(({ price, quantity, terms = [] }) => ({ price, quantity, own: terms }));
  const nets = given.trialEnd === null ? netAmounts(priced, given.terms, given.currency) : [];
  return items.flatMap((item, i): Draft[] => {
    const period = { start: item.current_period_start, end: item.current_period_end };
    if (given.trialEnd !== null) return [trialLine(account, subscription, item, period)];
    const net = nets[i] ?? NOTHING;
    const whole = wholePeriodBefore(anchor, item);
    if (anchor <= given.start || period.start === whole.start)
      return [fullLine(account, subscription, item, period, net)];
    if (given.prorationBehavior === 'none') return [];
    const part = [period.end - period.start, whole.end - whole.start] as const;
    return [partOf(account, subscription, item, period, net, part)];
  });
}

/** The interval that ends at the anchor: what a first period shorter or longer than it is measured by. */
const wholePeriodBefore = (anchor: number, item: SubscriptionItem): Period => ({
  start: after(anchor, recurringOf(item.price), -1),
  end: anchor,
});

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
    discounts: want.terms?.map(({ discount }) => discount.id) ?? NO_ENTRIES,
    metadata: want.metadata ?? NO_FIELDS,
    plan: planOf(want.price),
    price: want.price,
    quantity: want.quantity,
    subscription: given.id,
    tax_rates: NO_ENTRIES,
  };
}
