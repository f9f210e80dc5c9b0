import type { Context } from 'hono';
import type { Account } from '../account';
import { termsFor } from '../billing/customer-discount';
import { type Terms, termsOf } from '../billing/discounts';
import { pendingItems } from '../billing/invoice-items';
import { productName } from '../billing/lines';
import { previewRenewal, termsAtRenewal } from '../billing/preview';
import { type Form, fieldOf, formTokenOf } from '../hosted/form';
import { page } from '../hosted/page';
import { formatList } from '../hosted/templates/format';
import { recurringTotal } from '../hosted/templates/plan-words';
import type { Money } from '../hosted/templates/view';
import type { PortalVisit, Subscription } from '../records';
import { discountInView, itemView } from './confirm-change-view';
import { endAsConfigured, endAt, giveDiscount, offeredTerms, unusedTime } from './end-subscription';
import { type At, type FlowPage, isHome, landing, noteDone, pathTo, wayOn } from './flow-page';
import type { OpenSession } from './open-session';
import { reasonsAsked, showReasons, takeReason } from './reasons';
import type { Done } from './sayable';
import { stands } from './stands';
import { mayDo, subscriptionAt } from './subscription-at';
import { type CancelView, cancelPage as confirmCancelPage } from './templates/cancel';
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

/** The names of what a subscription is for, each once. */
export const productsOf = (account: Account, { items }: Subscription): string[] => [
  ...new Set(items.data.map((item) => productName(account, item.price))),
];

/** The names of what the subscription is for: "Pro", or "Pro, Support". */
export const namesOf = (account: Account, subscription: Subscription, locale: string): string =>
  formatList(locale, productsOf(account, subscription), 'names');

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

function cancelled({ account, configuration }: OpenSession, subscription: Subscription): Done {
  const configured = configuration.features.subscription_cancel;
  const names = productsOf(account, subscription);
  const endsAt = endAt(account, subscription, configured);
  const drafts = unusedTime(account, subscription, configured);
  const credit = -drafts.reduce((sum, draft) => sum + draft.amount, 0);
  const date = { date: endsAt ?? account.now() };
  const isNow = endsAt === null;
  return {
    title: {
      key: isNow ? 'cancel.done.title.now' : 'cancel.done.title',
      values: { product: { names }, date },
    },
    lead: { key: isNow ? 'cancel.done.lead.now' : 'cancel.done.lead' },
    facts: [
      { label: { key: 'cancel.done.plan' }, value: { names } },
      { label: { key: isNow ? 'cancel.done.ended' : 'cancel.done.date' }, value: date },
      ...(credit === 0
        ? []
        : [
            {
              label: { key: 'cancel.credit' } as const,
              value: { money: { amount: credit, currency: subscription.currency } },
            },
          ]),
    ],
  };
}

function kept({ account, customer }: OpenSession, after: Subscription): Done {
  const { currency, items } = after;
  const terms = termsOf(account, after.discounts, account.now());
  const newest = terms.at(-1);
  const [item] = items.data;
  const renewal = previewRenewal(account, after, customer, { items: items.data, terms });
  return {
    title: { key: 'offer.done.title', values: { product: { names: productsOf(account, after) } } },
    lead: { key: 'offer.done.lead' },
    facts: [
      ...(newest && item
        ? [
            {
              label: { key: 'offer.done.discount' } as const,
              value: {
                discount: discountInView(account, newest, currency, true),
                recurring: itemView(account, item.price, item.quantity ?? 1, currency).recurring,
              },
            },
          ]
        : []),
      ...(renewal
        ? [
            {
              label: { key: 'offer.done.next' } as const,
              value: {
                parts: [{ money: { amount: renewal.invoice.amount_due, currency } }, { date: renewal.date }],
              },
            },
          ]
        : []),
    ],
  };
}
