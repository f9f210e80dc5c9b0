import type { Context } from 'hono';
import { termsOf } from '../billing/discounts';
import { hasEnded } from '../billing/ended';
import { pendingItems } from '../billing/invoice-items';
import { endPause } from '../billing/pause';
import { previewRenewal } from '../billing/preview';
import { releaseSchedule } from '../billing/schedule';
import { formTokenOf } from '../hosted/form';
import { page } from '../hosted/page';
import { message } from '../hosted/replies';
import { formatDate, formatMoney } from '../hosted/templates/format';
import { itemName } from '../hosted/templates/plan-words';
import type { Money, RenewalView } from '../hosted/templates/view';
import { type MessageKey, translator } from '../messages/translator';
import type { Subscription } from '../records';
import { namesOf, productsOf } from './cancel-page';
import { itemView } from './confirm-change-view';
import { goOn } from './end-subscription';
import { type At, type FlowPage, landing, noteDone, pathTo, wayOn } from './flow-page';
import type { OpenSession } from './open-session';
import { plannedChange } from './planned-change';
import { runsAlready, stands } from './stands';
import { subscriptionAt } from './subscription-at';
import { undoPage } from './templates/undo';

type Reply = Response | Promise<Response>;
type Words = Readonly<{ title: string; lead: string; button: string; note: string }>;
type Undo = Readonly<{
  /** The feature of the configuration that it takes back something of. */
  feature: 'subscription_cancel' | 'subscription_pause' | 'subscription_update';
  /** What is said, or null when there is nothing to take back. */
  words(open: OpenSession, subscription: Subscription): Words | null;
  /** Does it, and answers with what came of it: a message about the `product`. */
  carryOut(open: OpenSession, subscription: Subscription): MessageKey;
}>;

function undoing(undo: Undo): FlowPage {
  const found = (open: OpenSession, at: At) => {
    const subscription = subscriptionAt(open, at);
    if (!subscription || hasEnded(subscription)) return { subscription, words: null };
    return { subscription, words: undo.words(open, subscription) };
  };
  const nothing = (c: Context, open: OpenSession, subscription: Subscription | null): Reply =>
    subscription && !hasEnded(subscription) ? runsAlready(c, open) : stands(c, open, subscription);
  const isOn = ({ configuration }: OpenSession): boolean => configuration.features[undo.feature].enabled;
  return {
    show(c, open, at) {
      if (!isOn(open)) return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
      const { subscription, words } = found(open, at);
      if (!subscription || !words) return nothing(c, open, subscription);
      const { frame, visit, account } = open;
      const next = nextPayment(open, subscription);
      const view = {
        frame,
        words,
        action: c.req.path,
        token: formTokenOf(visit.token),
        home: pathTo(open),
        items: subscription.items.data.map((item) =>
          itemView(account, item.price, item.quantity ?? 1, subscription.currency),
        ),
        credit: subscription.status === 'paused' ? waitingCredit(open, subscription) : null,
        due: subscription.status === 'paused' ? (next?.amount ?? null) : null,
        renewal: subscription.status === 'paused' ? null : next,
      };
      return page(c, undoPage(view), landing(open));
    },
    act(c, open, _form, at) {
      if (!isOn(open)) return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
      const { subscription, words } = found(open, at);
      if (!subscription || !words) return nothing(c, open, subscription);
      open.account.transaction(() => {
        const key = undo.carryOut(open, subscription);
        const product = { names: productsOf(open.account, subscription) };
        noteDone(open, { title: { key, values: { product } }, lead: null, facts: [] });
      });
      return c.redirect(wayOn(open), 303);
    },
  };
}

/** The next period's invoice: of the renewal, and for a paused subscription of the period that begins when it is resumed. */
function nextPayment({ account, customer }: OpenSession, subscription: Subscription): RenewalView | null {
  const { currency, discounts, items } = subscription;
  const terms = termsOf(account, discounts, account.now());
  const kept = { ...subscription, cancel_at: null };
  const next = previewRenewal(account, kept, customer, { items: items.data, terms });
  return next && { amount: { amount: next.invoice.amount_due, currency }, date: next.date };
}

/** What earlier changes give back with the next invoice, as an amount below zero. */
function waitingCredit({ account }: OpenSession, { id, customer, currency }: Subscription): Money | null {
  const waiting = pendingItems(account, customer, id).reduce((sum, item) => sum + item.amount, 0);
  return waiting < 0 ? { amount: waiting, currency } : null;
}

/** Takes back a cancellation that has not come true: "Renew plan". */
export const renewPage = undoing({
  feature: 'subscription_cancel',
  words({ account, frame: { locale } }, subscription) {
    if (subscription.cancel_at === null) return null;
    const t = translator(locale);
    const product = namesOf(account, subscription, locale);
    return {
      title: t('renew.title', { product }),
      lead: t('renew.lead', { date: formatDate(locale, subscription.cancel_at) }),
      button: t('renew.button'),
      note: t('renew.note'),
    };
  },
  carryOut({ account }, subscription) {
    goOn(account, subscription);
    return 'renew.done';
  },
});

/** Takes back a change that was planned for the period's end. */
export const unschedulePage = undoing({
  feature: 'subscription_update',
  words({ account, frame: { locale } }, subscription) {
    const planned = plannedChange(account, subscription);
    if (!planned) return null;
    const t = translator(locale);
    const product = namesOf(account, subscription, locale);
    return {
      title: t('unschedule.title', { product }),
      lead: t('unschedule.lead', {
        item: itemName({ locale, t }, planned),
        date: formatDate(locale, planned.date),
        product,
      }),
      button: t('unschedule.button'),
      note: t('renew.note'),
    };
  },
  carryOut({ account }, { schedule }) {
    const attached = account.store.get('subscriptionSchedules', schedule ?? '');
    if (attached) releaseSchedule(account, attached);
    return 'unschedule.done';
  },
});

/** Starts a paused subscription again, with a new period that is paid now. */
export const resumePage = undoing({
  feature: 'subscription_pause',
  words(open, subscription) {
    if (subscription.status !== 'paused' || subscription.collection_method === 'send_invoice') return null;
    const { account, frame } = open;
    const { locale } = frame;
    const t = translator(locale);
    const { amount } = nextPayment(open, subscription) ?? {};
    const product = namesOf(account, subscription, locale);
    return {
      title: t('resume.title', { product }),
      lead: t('resume.lead'),
      button:
        amount && amount.amount > 0
          ? t('resume.button.pay', { amount: formatMoney(locale, amount) })
          : t('resume.button'),
      note: t('resume.note'),
    };
  },
  carryOut({ account }, subscription) {
    const { status } = endPause(account, subscription);
    return status === 'active' || status === 'trialing' ? 'resume.done' : 'resume.unpaid';
  },
});
