import type { Account } from '../account';
import { planChange, type Wanted, type WantedItem } from '../billing/change';
import { customerDiscounts, orCustomers, termsFor } from '../billing/customer-discount';
import { termsOf } from '../billing/discounts';
import { itemsToTakeUp } from '../billing/draft-lines';
import { hasEnded } from '../billing/ended';
import { atRenewal } from '../billing/phase-at-renewal';
import {
  previewChange,
  previewInvoice,
  previewRecurring,
  previewRenewal,
  termsAtRenewal,
} from '../billing/preview';
import { priceAmount } from '../billing/price-amount';
import { readDiscounts } from '../billing/redemption';
import { paidTime } from '../billing/schedule';
import { planSubscription } from '../billing/subscribe';
import { endpoint } from '../endpoint';
import type { Customer, Invoice, Subscription } from '../records';
import { BASIL } from '../versions/version';
import { invalid, missing, noSuch } from '../wire/errors';
import { previewAct } from './invoice-preview-acts';
import {
  type PreviewDetails as Details,
  type GivenPreview as Given,
  previewParams,
} from './invoice-preview-params';
import {
  nothingUpcoming,
  refuseBesideSchedule,
  refuseOfExisting,
  refuseOtherCurrency,
  refuseTimes,
} from './invoice-preview-refusals';
import { previewNewSchedule, previewSchedule } from './invoice-preview-schedule';
import { changedItems, newItems } from './subscription-params';

const isLive = (each: Subscription) => !hasEnded(each) && each.status !== 'paused';

export const invoicePreview = [
  endpoint('POST', '/v1/invoices/create_preview', previewParams, previewAsked),
  { ...endpoint('GET', '/v1/invoices/upcoming', previewParams, previewAsked), until: BASIL },
];

function previewAsked(account: Account, given: Given): Invoice {
  if (given.schedule !== undefined)
    return previewSchedule(account, given.schedule, given, (subscription, items) =>
      given.discounts === undefined
        ? null
        : readDiscounts(account, given.discounts ?? [], redeemerOf(subscription, items), 'discounts'),
    );
  if (given.schedule_details) {
    refuseBesideSchedule(given);
    return previewNewSchedule(account, requireCustomer(account, given), given);
  }
  if (given.subscription === undefined && given.subscription_details?.items)
    return previewNew(account, given);
  const subscription = subscriptionOf(account, given);
  if (!subscription) return previewWaiting(account, given);
  const customer = account.store.get('customers', subscription.customer);
  if (!customer) throw nothingUpcoming(`subscription: ${subscription.id}`);
  const { subscription_details: details } = given;
  const act =
    details &&
    (isLive(subscription) || details.resume_at) &&
    previewAct(account, subscription, customer, details);
  if (act) return act;
  if (!isLive(subscription)) throw nothingUpcoming(`subscription: ${subscription.id}`);
  return previewExisting(account, subscription, customer, given);
}

function requireCustomer(account: Account, given: Given): Customer {
  if (given.customer === undefined) throw missing('customer');
  const customer = account.store.get('customers', given.customer);
  if (!customer) throw noSuch('customer', given.customer, 'customer');
  return customer;
}

/** The named subscription; without a name, the customer's live one. Null when there is none. */
function subscriptionOf(account: Account, given: Given): Subscription | null {
  if (given.subscription === undefined) {
    const { id } = requireCustomer(account, given);
    return account.store.by('subscriptions', 'customer', id).find(isLive) ?? null;
  }
  const named = account.store.get('subscriptions', given.subscription);
  if (!named) throw noSuch('subscription', given.subscription, 'subscription');
  if (given.customer !== undefined && named.customer !== given.customer)
    throw invalid(`The subscription ${named.id} does not belong to customer ${given.customer}.`, {
      param: 'subscription',
    });
  return named;
}

/** What waits for a customer who has no subscription, as a one-off invoice would take it up. */
function previewWaiting(account: Account, given: Given): Invoice {
  const customer = requireCustomer(account, given);
  if (given.subscription_details) throw missing('subscription_details[items]');
  if (given.preview_mode === 'recurring') throw nothingUpcoming(`customer: ${customer.id}`);
  const waiting = itemsToTakeUp(account, customer.id, null);
  const [currency] = waiting.map((item) => item.currency);
  if (currency === undefined) throw nothingUpcoming(`customer: ${customer.id}`);
  refuseOtherCurrency(given, currency);
  const amount = waiting.reduce((sum, item) => sum + item.amount, 0);
  const redeemer = { customer: customer.id, subscription: null, isUpdate: false, amount, currency };
  return previewInvoice(account, {
    customer,
    subscription: null,
    currency,
    drafts: [],
    terms: given.discounts
      ? readDiscounts(account, given.discounts, redeemer, 'discounts')
      : termsOf(account, customerDiscounts(account, customer.id), account.now()),
    withPending: true,
    period: { start: account.now(), end: account.now() },
  });
}

/** The invoice that a change makes at once, or the next renewal with everything that waits for it. */
function previewExisting(
  account: Account,
  subscription: Subscription,
  customer: Customer,
  given: Given,
): Invoice {
  const wanted = wantedBy(account, subscription, given);
  const details = given.subscription_details;
  const change = planChange(account, subscription, wanted);
  if (given.preview_mode === 'recurring') {
    const lasting = { ...subscription, billing_cycle_anchor: change.anchor };
    return previewRecurring(account, lasting, customer, { items: change.items, terms: wanted.terms });
  }
  const changes =
    details?.items !== undefined ||
    wanted.endTrial ||
    wanted.trialUntil !== undefined ||
    wanted.anchor === 'now';
  if (changes && (wanted.prorationBehavior === 'always_invoice' || change.invoiceNow))
    return previewChange(account, subscription, customer, wanted).invoice;
  const { end } = paidTime(subscription);
  const used = change.drafts.flatMap((draft) => draft.used);
  const next = atRenewal(account, subscription, change.items);
  const terms = given.discounts === undefined ? (next.terms ?? wanted.terms) : wanted.terms;
  const renewal = previewRenewal(
    account,
    { ...subscription, billing_cycle_anchor: change.anchor, cancel_at: endOf(subscription, details) },
    customer,
    {
      items: next.items,
      drafts: change.drafts,
      terms: termsAtRenewal(account, terms, used, end),
    },
  );
  if (!renewal) throw nothingUpcoming(`subscription: ${subscription.id}`);
  return renewal.invoice;
}

function wantedBy(account: Account, subscription: Subscription, given: Given): Wanted {
  const details = given.subscription_details;
  refuseOtherCurrency(given, subscription.currency);
  refuseTimes(account, details);
  const at = details?.proration_date ?? account.now();
  const { start, end } = paidTime(subscription);
  if (at < start || at > end)
    throw invalid(
      `Cannot specify a proration_date outside of the subscription's current period (${start} to ${end}).`,
      { param: 'subscription_details[proration_date]' },
    );
  const items = changedItems(account, subscription, details?.items, 'subscription_details[items]');
  return {
    items,
    terms:
      given.discounts === undefined
        ? termsFor(account, subscription, at)
        : readDiscounts(account, given.discounts ?? [], redeemerOf(subscription, items), 'discounts'),
    anchor: details?.billing_cycle_anchor?.type ?? 'unchanged',
    prorationBehavior: details?.proration_behavior ?? 'create_prorations',
    at,
    endTrial: details?.trial_end === 'now',
    ...(typeof details?.trial_end === 'number' && { trialUntil: details.trial_end }),
  };
}

/** Who redeems the discounts of a preview of a subscription that exists. */
const redeemerOf = (subscription: Subscription, items: Priced) => ({
  customer: subscription.customer,
  subscription: subscription.id,
  isUpdate: true,
  amount: amountOf(items, subscription.currency),
  currency: subscription.currency,
});

type Priced = readonly Readonly<{ price: WantedItem['price']; quantity?: number | undefined }>[];

const amountOf = (items: Priced, currency: string): number =>
  items.reduce((sum, { price, quantity = 1 }) => sum + priceAmount(price, currency, quantity), 0);

/** When the subscription ends under the previewed cancel parameters. */
function endOf(subscription: Subscription, details: Details | undefined): number | null {
  if (details?.cancel_at_period_end === true) return paidTime(subscription).end;
  if (details?.cancel_at_period_end === false) return null;
  return details?.cancel_at === undefined ? subscription.cancel_at : details.cancel_at;
}

/** The first invoice of a subscription that does not exist yet. */
function previewNew(account: Account, given: Given): Invoice {
  const customer = requireCustomer(account, given);
  refuseOfExisting(given.subscription_details);
  refuseTimes(account, given.subscription_details);
  const items = newItems(account, given.subscription_details?.items ?? [], 'subscription_details[items]', {
    customer: customer.id,
    currency: given.currency?.toLowerCase() ?? customer.currency ?? undefined,
  });
  const currency = given.currency?.toLowerCase() ?? customer.currency ?? items[0]?.price.currency ?? '';
  const amount = amountOf(items, currency);
  const redeemer = { customer: customer.id, subscription: null, isUpdate: false, amount, currency };
  const { trial_end } = given.subscription_details ?? {};
  const asked = readDiscounts(account, given.discounts ?? [], redeemer, 'discounts');
  const terms = orCustomers(account, customer.id, asked);
  const { bare, drafts } = planSubscription(account, {
    id: account.ids.next('sub'),
    customer,
    currency,
    items,
    terms,
    defaultPaymentMethod: null,
    paymentBehavior: 'default_incomplete',
    prorationBehavior: given.subscription_details?.proration_behavior ?? 'create_prorations',
    billingMode: 'flexible',
    start: account.now(),
    anchor: null,
    trialEnd: typeof trial_end === 'number' ? trial_end : null,
    metadata: {},
    description: null,
  });
  if (given.preview_mode === 'recurring')
    return previewRecurring(account, bare, customer, { items: bare.items.data, terms });
  return previewInvoice(account, {
    customer,
    subscription: bare,
    currency,
    drafts,
    terms,
    withPending: true,
    period: { start: account.now(), end: account.now() },
  });
}
