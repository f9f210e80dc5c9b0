import type { Context } from 'hono';
import type { Account } from '../account';
import { termsFor } from '../billing/customer-discount';
import { type Terms, termsOf } from '../billing/discounts';
import { pendingItems } from '../billing/invoice-items';
import { productName } from '../billing/lines';
import { previewRenewal, termsAtRenewal } from '../billing/preview';
import { type Form, fieldOf, formTokenOf } from '../hosted/form';
import { page } from '../hosted/page';
import { formatDate, formatList, formatMoney } from '../hosted/templates/format';
import { discountInWords, recurringTotal } from '../hosted/templates/plan-words';
import type { Money } from '../hosted/templates/view';
import { translator } from '../messages/translator';
import type { PortalVisit, Subscription } from '../records';
import { discountInView, itemView } from './confirm-change-view';
import { endAsConfigured, endAt, giveDiscount, offeredTerms, unusedTime } from './end-subscription';
import { type At, type FlowPage, isHome, landing, noteDone, pathTo, wayOn } from './flow-page';
import type { OpenSession } from './open-session';
import { reasonsAsked, showReasons, takeReason } from './reasons';
import { stands } from './stands';
import { mayDo, subscriptionAt } from './subscription-at';
import { type CancelView, cancelPage as confirmCancelPage } from './templates/cancel';
import type { Confirmation } from './templates/confirmation';
import { type OfferView, offerPage } from './templates/offer';

type Reply = Response | Promise<Response>;

/** Ends a subscription: what ends and when, the offer to stay when the flow has one, and why, when the configuration asks. */
export const cancelPage: FlowPage = { show, act };

function show(c: Context, open: OpenSession, at: At): Reply {
  const subscription = subscriptionAt(open, at);
  if (subscription && reasonsAsked(open, subscription)) return showReasons(c, open, subscription);
  if (!subscription || !mayDo(open, 'subscription_cancel', subscription))
    return stands(c, open, subscription);
  const view = cancelView(c, open, subscription);
  const offer = c.req.query('step') === 'offer' && offerView(open, subscription, view);
  return page(c, offer ? offerPage(offer) : confirmCancelPage(view), landing(open));
}

function act(c: Context, open: OpenSession, form: Form, at: At): Reply {
  const { account, configuration } = open;
  const subscription = subscriptionAt(open, at);
  if (subscription && reasonsAsked(open, subscription)) return takeReason(c, open, form, subscription);
  if (!subscription || !mayDo(open, 'subscription_cancel', subscription))
    return stands(c, open, subscription);
  if (fieldOf(form, 'choice') === 'stay') return stay(c, open, subscription);
  const { subscription_cancel: configured } = configuration.features;
  const confirmation = cancelled(open, subscription);
  account.transaction(() => {
    endAsConfigured(account, subscription, configured);
    if (!configured.cancellation_reason.enabled) return noteDone(open, confirmation);
    const visit = account.store.get('portalVisits', open.visit.id) ?? open.visit;
    const asking: PortalVisit['asking'] = { subscription: subscription.id, confirmation };
    account.store.put('portalVisits', { ...visit, asking });
  });
  return c.redirect(configured.cancellation_reason.enabled ? c.req.path : wayOn(open), 303);
}

/** The customer takes the offer, and with it the cancellation is over. */
function stay(c: Context, open: OpenSession, subscription: Subscription): Reply {
  const { account } = open;
  const terms = offered(open, subscription);
  if (!terms) return c.redirect(c.req.path, 303); // gone since it was shown: the page says what is possible now
  account.transaction(() => {
    const after = giveDiscount(account, subscription, terms);
    noteDone(open, kept(open, after));
  });
  return c.redirect(wayOn(open), 303);
}

function offered({ account, session }: OpenSession, subscription: Subscription) {
  const flow = session.flow?.subscription_cancel;
  const coupon = flow?.retention?.coupon_offer?.coupon;
  return coupon === undefined || flow?.subscription !== subscription.id
    ? null
    : offeredTerms(account, subscription, coupon);
}

/** The names of what the subscription is for: "Pro", or "Pro, Support". */
export function namesOf(account: Account, { items }: Subscription, locale: string): string {
  const names = items.data.map((item) => productName(account, item.price));
  return formatList(locale, [...new Set(names)], 'names');
}

function cancelView(c: Context, open: OpenSession, subscription: Subscription): CancelView {
  const { account, customer, configuration, frame, visit } = open;
  const { currency } = subscription;
  const drafts = unusedTime(account, subscription, configuration.features.subscription_cancel);
  const credit = -drafts.reduce((sum, draft) => sum + draft.amount, 0);
  const waiting = pendingItems(account, customer.id, subscription.id).reduce(
    (sum, each) => sum + each.amount,
    0,
  );
  const features = subscription.items.data.flatMap(
    (item) => account.store.get('products', item.price.product)?.marketing_features ?? [],
  );
  const schedule = account.store.get('subscriptionSchedules', subscription.schedule ?? '');
  const change = schedule?.phases.find((phase) => phase.start_date > account.now());
  return {
    frame,
    action: c.req.path,
    token: formTokenOf(visit.token),
    product: namesOf(account, subscription, frame.locale),
    items: subscription.items.data.map((item) => itemView(account, item.price, item.quantity ?? 1, currency)),
    endsAt: endAt(account, subscription, configuration.features.subscription_cancel),
    paidUntil: Math.max(...subscription.items.data.map((item) => item.current_period_end)),
    today: account.now(),
    features: features.flatMap(({ name }) => name ?? []).slice(0, 6),
    discounts: termsFor(account, subscription, account.now()).map((terms) =>
      discountInView(account, terms, currency, false),
    ),
    scheduled: change?.start_date ?? null,
    credit: credit === 0 ? null : { amount: credit, currency },
    unpaid: waiting === 0 ? null : { amount: waiting, currency },
    offerAt: offered(open, subscription) ? `${c.req.path}?step=offer` : null,
    stayAt: isHome(open) ? pathTo(open) : frame.returnUrl,
  };
}

function offerView(open: OpenSession, subscription: Subscription, view: CancelView): OfferView | null {
  const { account } = open;
  const offer = offered(open, subscription);
  const [item] = view.items;
  if (!offer || !item) return null;
  const had = termsFor(account, subscription, account.now());
  const alone = had.length === 0 && view.items.length === 1;
  return {
    ...view,
    recurring: item.recurring,
    discount: discountInView(account, offer, subscription.currency, true),
    was: nextTotal(open, subscription, had),
    now: nextTotal(open, subscription, [...had, offer]),
    afterDiscount: alone ? recurringTotal(item) : null,
  };
}

/** What the next period costs with these discounts, without what waits for its invoice. */
function nextTotal(
  { account, customer }: OpenSession,
  subscription: Subscription,
  terms: readonly Terms[],
): Money {
  const { currency, items } = subscription;
  const date = Math.min(...items.data.map((item) => item.current_period_end));
  const renewal = previewRenewal(account, { ...subscription, cancel_at: null }, customer, {
    items: items.data,
    terms: termsAtRenewal(account, terms, [], date),
    withPending: false,
  });
  return { amount: renewal?.invoice.total ?? 0, currency };
}

function cancelled(open: OpenSession, subscription: Subscription): Confirmation {
  const { account, configuration, frame } = open;
  const t = translator(frame.locale);
  const product = namesOf(account, subscription, frame.locale);
  const endsAt = endAt(account, subscription, configuration.features.subscription_cancel);
  const credit = -unusedTime(account, subscription, configuration.features.subscription_cancel).reduce(
    (sum, draft) => sum + draft.amount,
    0,
  );
  const date = formatDate(frame.locale, endsAt ?? account.now());
  const name = endsAt === null ? '.now' : '';
  return {
    title: t(`cancel.done.title${name}`, { product, date }),
    lead: t(`cancel.done.lead${name}`),
    facts: [
      { label: t('cancel.done.plan'), value: product },
      { label: t(endsAt === null ? 'cancel.done.ended' : 'cancel.done.date'), value: date },
      ...(credit === 0
        ? []
        : [
            {
              label: t('cancel.credit'),
              value: formatMoney(frame.locale, { amount: credit, currency: subscription.currency }),
            },
          ]),
    ],
  };
}

function kept(open: OpenSession, after: Subscription): Confirmation {
  const { account, customer, frame } = open;
  const { locale } = frame;
  const t = translator(locale);
  const product = namesOf(account, after, locale);
  const terms = termsOf(account, after.discounts, account.now());
  const newest = terms.at(-1);
  const [item] = after.items.data;
  const discount = newest && discountInView(account, newest, after.currency, true);
  const renewal = previewRenewal(account, after, customer, { items: after.items.data, terms });
  return {
    title: t('offer.done.title', { product }),
    lead: t('offer.done.lead'),
    facts: [
      ...(discount && item
        ? [
            {
              label: t('offer.done.discount'),
              value: discountInWords(
                { locale, t },
                discount,
                itemView(account, item.price, item.quantity ?? 1, after.currency).recurring,
                null,
              ),
            },
          ]
        : []),
      ...(renewal
        ? [
            {
              label: t('offer.done.next'),
              value: `${formatMoney(locale, { amount: renewal.invoice.amount_due, currency: after.currency })}, ${formatDate(locale, renewal.date)}`,
            },
          ]
        : []),
    ],
  };
}
