import type { Context } from 'hono';
import { termsFor } from '../billing/customer-discount';
import { fieldOf } from '../hosted/form';
import { page } from '../hosted/page';
import type { Subscription } from '../records';
import { type ChoiceProblem, flowChosen, standingOf, type Typed } from './chosen-change';
import { timesAYear } from './confirm-change';
import { discountInView, itemView } from './confirm-change-view';
import { type At, type FlowPage, isHome, landing, noteDone, pathTo } from './flow-page';
import type { Flow } from './flow-rules';
import { everyOf, offersTo } from './offers';
import type { OpenSession } from './open-session';
import { plannedChange } from './planned-change';
import { checkedChange, pressConfirm } from './press-confirm';
import { stands } from './stands';
import { mayDo, subscriptionAt } from './subscription-at';
import { type ChoosePlanView, choosePlanPage as chooseTemplate } from './templates/choose-plan';
import { cardToCharge, showConfirm, shownAt, shownChange } from './update-confirm-page';

type Reply = Response | Promise<Response>;

/**
 * Changes a subscription: first what to change it to, then the confirm step. What was chosen travels in the address and
 * is read anew each time by the rules of a deep link.
 */
export const choosePlanPage: FlowPage = {
  show(c, open, at) {
    const subscription = updatable(open, at);
    if (!subscription) return stands(c, open, subscriptionAt(open, at));
    if (c.req.query('step') !== 'confirm') return choose(c, open, subscription, null);
    const from = c.req.query('from');
    if (isHome(open) && open.visit.outcome && from !== undefined && from !== standingOf(subscription))
      return c.redirect(pathTo(open), 303); // back from the bank, and done
    const read = chosen(c, open, subscription);
    if ('problem' in read) return choose(c, open, subscription, read.problem);
    const confirming = confirmingOf(c, open, subscription, read.flow);
    return showConfirm(c, confirming, { action: addressOf(c, subscription), chooseAt: chooseAt(c) });
  },
  act(c, open, form, at) {
    const subscription = updatable(open, at);
    if (!subscription) return stands(c, open, subscriptionAt(open, at));
    const read = chosen(c, open, subscription);
    if ('problem' in read) return choose(c, open, subscription, read.problem);
    const confirming = confirmingOf(c, open, subscription, read.flow);
    const change = checkedChange(confirming, shownAt(confirming, form));
    if (!change) return choose(c, open, subscription, { field: 'plan', kind: 'impossible' });
    const action = addressOf(c, subscription);
    if (fieldOf(form, 'shown') !== shownChange(change))
      return showConfirm(c, confirming, { action, chooseAt: chooseAt(c), hasChanged: true });
    const entered = cardToCharge(confirming, change, form);
    if (entered.kind === 'errors')
      return showConfirm(c, confirming, { action, chooseAt: chooseAt(c), mistakes: entered });
    const next = pressConfirm(confirming, change, { card: entered.card, also: () => tellHome(open) });
    const now = open.account.store.get('portalVisits', open.visit.id);
    if (next === null && now?.problem) return c.redirect(action, 303);
    return c.redirect(next ?? pathTo(open), 303);
  },
};

function updatable(open: OpenSession, at: At): Subscription | null {
  const subscription = subscriptionAt(open, at);
  return subscription && mayDo(open, 'subscription_update', subscription) ? subscription : null;
}

const typedIn = (c: Context): Typed => ({
  price: c.req.query('price') ?? '',
  quantity: c.req.query('quantity')?.trim() ?? '',
  code: c.req.query('code')?.trim().slice(0, 500) ?? '',
});

function chosen(
  c: Context,
  open: OpenSession,
  subscription: Subscription,
): { flow: Flow } | { problem: ChoiceProblem } {
  const from = c.req.query('from');
  if (from !== undefined && from !== standingOf(subscription))
    return { problem: { field: 'plan', kind: 'changed' } };
  if (c.req.method === 'POST' && from === undefined) return { problem: { field: 'plan', kind: 'changed' } };
  const read = flowChosen(
    open,
    subscription,
    offersTo(open.account, open.configuration, subscription),
    typedIn(c),
  );
  if ('problem' in read) return read;
  const { session } = open;
  return checkedChange({ ...open, session: { ...session, flow: read.flow } })
    ? read
    : { problem: { field: 'plan', kind: 'impossible' } };
}

/** The session as if its link had asked to confirm what was chosen. The visit keeps that for when the bank has answered. */
function confirmingOf(c: Context, open: OpenSession, subscription: Subscription, flow: Flow): OpenSession {
  const { account, session, visit } = open;
  const url = new URL(addressOf(c, subscription), account.origin).href;
  const finished = isHome(open) && session.flow ? (visit.done ?? { title: '', lead: null, facts: [] }) : null;
  return {
    ...open,
    session: { ...session, flow, url },
    visit: {
      ...visit,
      outcome: null,
      problem: JSON.stringify(visit.choosing) === JSON.stringify(flow) ? visit.problem : null,
      choosing: flow,
      ...(finished && { done: finished }),
    },
  };
}

/** On the home page a change is told there, and the next one starts afresh. */
function tellHome(open: OpenSession): void {
  const { account, visit } = open;
  const now = account.store.get('portalVisits', visit.id);
  if (!isHome(open) || !now?.outcome) return;
  noteDone(open, { title: { key: 'choose.done' }, lead: null, facts: [] });
  const told = account.store.get('portalVisits', visit.id);
  if (told && (open.session.flow === null || told.done))
    account.store.put('portalVisits', { ...told, outcome: null, choosing: null });
}

/** The address of the confirm step: the choice, and how the subscription stood when it was made. */
function addressOf(c: Context, subscription: Subscription): string {
  const query = new URLSearchParams({ step: 'confirm', ...given(c), from: standingOf(subscription) });
  return `${c.req.path}?${query}`;
}

const chooseAt = (c: Context): string => `${c.req.path}?${new URLSearchParams(given(c))}`;

const given = (c: Context): Record<string, string> =>
  Object.fromEntries(Object.entries(typedIn(c)).filter(([, value]) => value !== ''));

function choose(
  c: Context,
  open: OpenSession,
  subscription: Subscription,
  problem: ChoiceProblem | null,
): Reply {
  const view = viewOf(c, open, subscription, problem);
  return page(c, chooseTemplate(view), landing(open), problem ? 422 : 200);
}

function viewOf(
  c: Context,
  open: OpenSession,
  subscription: Subscription,
  problem: ChoiceProblem | null,
): ChoosePlanView {
  const { account, configuration, frame } = open;
  const { currency } = subscription;
  const typed = typedIn(c);
  const offers = offersTo(account, configuration, subscription);
  const [item] = subscription.items.data;
  const wanted = offers.find(({ price }) => price.id === typed.price)?.price;
  const intervals = [...new Map(offers.map(({ price }) => [everyOf(price), price])).entries()].sort(
    ([, one], [, other]) => timesAYear(other) - timesAYear(one),
  );
  const asked = [c.req.query('interval'), wanted && everyOf(wanted), item && everyOf(item.price)];
  const every =
    asked.find((each) => intervals.some(([name]) => name === each)) ?? intervals[0]?.[0] ?? 'month';
  const [terms] = termsFor(account, subscription, account.now());
  const quantity = item?.quantity ?? 1;
  return {
    frame,
    action: c.req.path,
    every,
    current: item ? itemView(account, item.price, quantity, currency) : null,
    planned: plannedChange(account, subscription),
    intervals: intervals.map(([name, price]) => ({
      href: `${c.req.path}?${new URLSearchParams({ ...given(c), price: '', interval: name })}`,
      isCurrent: name === every,
      recurring: itemView(account, price, 1, currency).recurring,
    })),
    offers: offers
      .filter(({ price }) => everyOf(price) === every)
      .map(({ price, description, isCurrent, quantity: limits }) => ({
        price: price.id,
        item: itemView(account, price, 1, currency),
        description,
        isCurrent,
        isChosen: wanted ? price.id === wanted.id : isCurrent,
        limits,
      })),
    quantity: offers.some((each) => each.quantity) ? typed.quantity || String(quantity) : null,
    code: configuration.features.subscription_update.default_allowed_updates.includes('promotion_code')
      ? typed.code
      : null,
    discount: terms ? discountInView(account, terms, currency, false) : null,
    currency,
    problem,
    home: isHome(open) ? pathTo(open) : null,
  };
}
