import {
  type CustomerState,
  currentSubscription,
  type Invoice,
  openInvoice,
  payingMethod,
} from '../billing/customer-state';
import { unitsInWords } from '../billing/quantity';
import { type Refusal, refusalNotice } from '../billing/refusal';
import { canPause, endsAt, isEnding, type Subscription } from '../billing/subscription';
import {
  discountsInWords,
  dueInWords,
  expiryInWords,
  nextPrice,
  paymentMethodInWords,
  planName,
  priceInWords,
} from '../billing/subscription-words';
import { formatDate } from '../calendar';
import { formatMoney } from '../money';
import { statusOf } from './status';
import type { AccountView } from './types';

/** The account page of one person at `now` (Unix seconds), in finished words; `state` null: no Stripe customer. */
export function accountView(
  email: string,
  state: CustomerState | null,
  refused: Refusal | null,
  now: number,
): AccountView {
  const live = state && currentSubscription(state);
  const subscription = live ?? (state ? latest(state.subscriptions) : null);
  const status = statusOf(subscription, now);
  const method = state && payingMethod(state);
  const reachable = state !== null && !state.deleted;
  return {
    email,
    plan: subscription && planName(subscription.plan),
    quantity: live && unitsInWords(live.plan, live.quantity),
    priceLine: live && priceLine(live),
    discountLine: live && discountsInWords(live),
    statusLine: status.line,
    tone: status.tone,
    notice: status.notice,
    scheduledLine: live && scheduledLine(live),
    paymentMethod: method && { label: paymentMethodInWords(method), expires: expiryInWords(method) },
    billing: state ? billingLines(state) : [],
    openAmount: openAmount(state),
    can: {
      updatePaymentMethod: reachable,
      updateBilling: reachable,
      cancel: live !== null && endsAt(live) === null,
      renew: live !== null && isEnding(live, now),
      pause: live !== null && canPause(live),
      update: live !== null && live.itemCount === 1,
      cancelScheduledUpdate: live !== null && scheduledLine(live) !== null,
      openPortal: reachable,
    },
    refusal: refused && refusalNotice(refused),
    invoices: state?.invoices.filter(({ status }) => status !== 'draft').map(invoiceLine) ?? [],
  };
}

/** The one that ended or failed last, for people who have nothing live. */
function latest(subscriptions: readonly Subscription[]): Subscription | null {
  return [...subscriptions].sort((a, b) => b.created - a.created)[0] ?? null;
}

function priceLine(subscription: Subscription): string {
  const { unit, quantity, interval } = subscription;
  if (subscription.discounts.length === 0) return priceInWords(unit, quantity, interval);
  return priceInWords(nextPrice(subscription), 1, interval);
}

function scheduledLine({ schedule, upcoming, priceId, quantity }: Subscription): string | null {
  if (!schedule || !upcoming) return null;
  if (upcoming.priceId === priceId && upcoming.quantity === quantity) return null;
  const price = upcoming.unit
    ? `, ${priceInWords(upcoming.unit, upcoming.quantity, upcoming.interval)},`
    : '';
  return `Changes to ${planName(upcoming.plan)}${price} on ${formatDate(upcoming.startsAt)}`;
}

function billingLines({ billing: { name, address, phone } }: CustomerState): string[] {
  return [name, ...address, phone].flatMap((line) => line ?? []);
}

/** What the account page and the banner offer to pay. */
export function openAmount(state: CustomerState | null): string | null {
  const invoice = state && openInvoice(state);
  return invoice && dueInWords(invoice);
}

const STATUSES: Readonly<Partial<Record<string, string>>> = {
  paid: 'Paid',
  open: 'Due',
  void: 'Canceled',
  uncollectible: 'Not paid',
};

function invoiceLine({ created, amount, status, hostedUrl }: Invoice): AccountView['invoices'][number] {
  return {
    date: formatDate(created),
    amount: formatMoney(amount),
    status: STATUSES[status] ?? status,
    url: hostedUrl,
  };
}
