import type { Context } from 'hono';
import type { Account } from '../account';
import { after } from '../billing/calendar';
import { credits } from '../billing/drafts';
import { pause } from '../billing/pause';
import { fieldOf, formTokenOf } from '../hosted/form';
import { page } from '../hosted/page';
import type { Recurring } from '../hosted/templates/view';
import type { Configuration, Subscription } from '../records';
import { namesOf, productsOf } from './cancel-page';
import { type At, type FlowPage, isHome, landing, noteDone, pathTo, wayOn } from './flow-page';
import type { OpenSession } from './open-session';
import type { Done } from './sayable';
import { stands } from './stands';
import { mayDo, subscriptionAt } from './subscription-at';
import { type PauseView, pausePage as pauseTemplate } from './templates/pause';

type Reply = Response | Promise<Response>;

/** Pauses a subscription for one of the configured times, or until the customer resumes it. */
export const pausePage: FlowPage = {
  show(c, open, at) {
    const subscription = pausable(open, at);
    if (!subscription) return stands(c, open, subscriptionAt(open, at));
    return page(c, pauseTemplate(viewOf(c, open, subscription, false)), landing(open));
  },
  act(c, open, form, at): Reply {
    const subscription = pausable(open, at);
    if (!subscription) return stands(c, open, subscriptionAt(open, at));
    const { account } = open;
    const chosen = lengthsOf(account, open.configuration).find(
      ({ value }) => value === fieldOf(form, 'length'),
    );
    if (!chosen) return page(c, pauseTemplate(viewOf(c, open, subscription, true)), landing(open), 422);
    account.transaction(() => {
      const { until } = chosen;
      pause(account, subscription, { unused: 'now', invoicing: 'pending_invoice_item', until });
      noteDone(open, paused(account, subscription, until));
    });
    return c.redirect(wayOn(open), 303);
  },
};

function pausable(open: OpenSession, at: At): Subscription | null {
  const subscription = subscriptionAt(open, at);
  return subscription && mayDo(open, 'subscription_pause', subscription) ? subscription : null;
}

type Length = Readonly<{
  value: string;
  recurring: Recurring | null /** Unix seconds. */;
  until: number | null;
}>;

/** How long a pause can be. Stripe's configuration offers either fixed times or an open end. */
function lengthsOf(account: Account, { features }: Configuration): Length[] {
  const { type, interval_options } = features.subscription_pause.duration;
  if (type === 'indefinite') return [{ value: 'open', recurring: null, until: null }];
  return (interval_options ?? []).map(({ interval, interval_count }) => ({
    value: `${interval}-${interval_count}`,
    recurring: { interval: interval as Recurring['interval'], intervalCount: interval_count }, // read by oneOf() at creation
    until: after(account.now(), { interval, interval_count }, 1),
  }));
}

/** What is given back of the time that was paid for, in minor units, as `pause` does it. */
function creditOf(account: Account, subscription: Subscription): number {
  const unused = subscription.items.data.flatMap((item) =>
    credits(account, subscription, item, account.now(), 'create_prorations'),
  );
  return -unused.reduce((sum, draft) => sum + draft.amount, 0);
}

function viewOf(c: Context, open: OpenSession, subscription: Subscription, isMissing: boolean): PauseView {
  const { account, configuration, frame, visit } = open;
  return {
    frame,
    action: c.req.path,
    token: formTokenOf(visit.token),
    product: namesOf(account, subscription, frame.locale),
    currency: subscription.currency,
    credit: creditOf(account, subscription),
    lengths: lengthsOf(account, configuration),
    isMissing,
    stayAt: isHome(open) ? pathTo(open) : frame.returnUrl,
  };
}

function paused(account: Account, subscription: Subscription, until: number | null): Done {
  const { cancel_at: end } = subscription;
  const endsFirst = end !== null && (until === null || end <= until);
  const [next, date] = endsFirst ? ['cancel.done.date' as const, end] : ['pause.done.until' as const, until];
  const lead: Done['lead'] =
    until === null
      ? { key: 'pause.done.lead.open' }
      : { key: 'pause.done.lead', values: { date: { date: until } } };
  return {
    title: { key: 'pause.done.title', values: { product: { names: productsOf(account, subscription) } } },
    lead: endsFirst ? { key: 'cancel.done.lead.now' } : lead,
    facts: [
      { label: { key: 'pause.done.since' }, value: { date: account.now() } },
      ...(date === null ? [] : [{ label: { key: next }, value: { date } }]),
    ],
  };
}
