import { methodOf } from '../billing/collect';
import { termsFor } from '../billing/customer-discount';
import { defaultMethodOf } from '../billing/default-method';
import { hasEnded } from '../billing/ended';
import { previewRenewal, termsAtRenewal } from '../billing/preview';
import { priceAmount } from '../billing/price-amount';
import { formatDate, formatMoney } from '../hosted/templates/format';
import { cardWords } from '../hosted/templates/payment-rows';
import { discountInWords, itemName, priceInWords } from '../hosted/templates/plan-words';
import { type Translate, translator } from '../messages/translator';
import type { Subscription } from '../records';
import { discountInView, itemView } from './confirm-change-view';
import { pathTo } from './flow-page';
import type { OpenSession } from './open-session';
import { mayDo } from './subscription-at';
import type { ActView, PlanView } from './templates/home';

/** The customer's subscriptions that are not over, oldest first. */
export const currentPlans = ({
  account,
  customer,
}: Pick<OpenSession, 'account' | 'customer'>): Subscription[] =>
  account.store
    .by('subscriptions', 'customer', customer.id)
    .filter((subscription) => !hasEnded(subscription))
    .reverse();

/** Whether a subscription is about to change at its period's end. */
const changesLater = ({ account }: OpenSession, { schedule }: Subscription): number | null =>
  account.store
    .get('subscriptionSchedules', schedule ?? '')
    ?.phases.find(({ start_date }) => start_date > account.now())?.start_date ?? null;

/** A plan as the home page tells it: what it is, how it stands, what can be done with it. */
export function planView(open: OpenSession, subscription: Subscription): PlanView {
  const { account, frame } = open;
  const { locale } = frame;
  const t = translator(locale);
  const { currency } = subscription;
  const items = subscription.items.data.map((item) => {
    const view = itemView(account, item.price, item.quantity ?? 1, currency);
    const amount = { amount: priceAmount(item.price, currency, item.quantity ?? 1), currency };
    return {
      name: itemName({ locale, t }, view),
      price: priceInWords({ locale, t }, amount, view.recurring),
    };
  });
  const [first] = subscription.items.data;
  const own =
    subscription.default_payment_method &&
    methodOf(account, open.customer.id, subscription.default_payment_method);
  return {
    id: subscription.id,
    items,
    standing: standingOf(open, t, subscription),
    needsCare: ['past_due', 'unpaid', 'incomplete'].includes(subscription.status),
    discounts: termsFor(account, subscription, account.now()).map((terms) =>
      discountInWords(
        { locale, t },
        discountInView(account, terms, currency, false),
        first
          ? itemView(account, first.price, 1, currency).recurring
          : { interval: 'month', intervalCount: 1 },
        null,
      ),
    ),
    ownCard: own
      ? {
          ...cardWords({ locale, t }, own),
          dropAt:
            open.configuration.features.payment_method_update.enabled &&
            defaultMethodOf(open.customer) !== null
              ? pathTo(open, 'payment_method_own', subscription.id)
              : null,
        }
      : null,
    acts: actsFor(open, t, subscription, items.map(({ name }) => name).join(', ')),
  };
}

/** The plan's next event: what the customer asks first. */
function standingOf(open: OpenSession, t: Translate, subscription: Subscription): string[] {
  const { status, trial_end, cancel_at } = subscription;
  const { locale } = open.frame;
  const on = (moment: number) => formatDate(locale, moment);
  const ends = cancel_at !== null ? [t('home.ends', { date: on(cancel_at) })] : [];
  if (status === 'paused') return [t('home.paused'), ...ends];
  if (status === 'incomplete') return [t('home.incomplete')];
  if (status === 'past_due' || status === 'unpaid') return [t('home.pastDue'), ...ends];
  const trial = status === 'trialing' && trial_end !== null ? [t('home.trial', { date: on(trial_end) })] : [];
  if (ends.length > 0) return [...trial, ...ends];
  const later = changesLater(open, subscription);
  return [...trial, ...renewalOf(open, t, subscription, later), ...scheduledOf(open, t, subscription, later)];
}

function renewalOf(
  { account, customer, frame }: OpenSession,
  t: Translate,
  subscription: Subscription,
  later: number | null,
): string[] {
  const items = subscription.items.data;
  const end = Math.min(...items.map((item) => item.current_period_end));
  const date = formatDate(frame.locale, end);
  if (later !== null) return [];
  const terms = termsAtRenewal(account, termsFor(account, subscription, account.now()), [], end);
  const next = previewRenewal(account, subscription, customer, { items, terms });
  if (!next) return [];
  const amount = formatMoney(frame.locale, {
    amount: next.invoice.amount_due,
    currency: subscription.currency,
  });
  return [t(subscription.status === 'trialing' ? 'home.firstPayment' : 'home.renews', { date, amount })];
}

function scheduledOf(
  { account, frame }: OpenSession,
  t: Translate,
  subscription: Subscription,
  later: number | null,
): string[] {
  if (later === null) return [];
  const phase = account.store
    .get('subscriptionSchedules', subscription.schedule ?? '')
    ?.phases.find(({ start_date }) => start_date === later);
  const names = (phase?.items ?? []).flatMap(({ price: id, quantity = 1 }) => {
    const price = account.store.get('prices', id);
    if (!price) return [];
    const view = itemView(account, price, quantity, subscription.currency);
    const amount = {
      amount: priceAmount(price, subscription.currency, quantity),
      currency: subscription.currency,
    };
    const language = { locale: frame.locale, t };
    return [
      t('home.plan', {
        name: itemName(language, view),
        price: priceInWords(language, amount, view.recurring),
      }),
    ];
  });
  return [t('home.changes', { date: formatDate(frame.locale, later), plan: names.join(', ') })];
}

/** What the configuration and the plan's state let the customer do. */
function actsFor(open: OpenSession, t: Translate, subscription: Subscription, plan: string): ActView[] {
  const { features } = open.configuration;
  const { id, status, cancel_at, schedule } = subscription;
  const may = (on: boolean, page: string, label: string): ActView[] =>
    on ? [{ href: pathTo(open, page, id), label, about: plan }] : [];
  return [
    ...may(features.subscription_cancel.enabled && cancel_at !== null, 'renew', t('home.act.renew')),
    ...may(features.subscription_pause.enabled && status === 'paused', 'resume', t('home.act.resume')),
    ...may(mayDo(open, 'subscription_update', subscription), 'update', t('home.act.update')),
    ...may(
      features.subscription_update.enabled && schedule !== null && changesLater(open, subscription) !== null,
      'cancel-scheduled-update',
      t('home.act.unschedule'),
    ),
    ...may(mayDo(open, 'subscription_pause', subscription), 'pause', t('home.act.pause')),
    ...may(mayDo(open, 'subscription_cancel', subscription), 'cancel', t('home.act.cancel')),
  ];
}
