import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import type { PlainBrowser } from '../rig/plain-browser';
import { type Fault, type StripeProxy, startStripeProxy } from '../rig/stripe-proxy';
import { makeCustomer, makeSubscriber, type Person, type SubscriberOptions } from '../rig/subscribers';

const NOVEMBER_20 = 1795132800;

let stage: Stage;
let toStripe: StripeProxy;
let app: AppProcess;

beforeAll(async () => {
  const stripeUrl = inject('stripeApiBase');
  stage = await aStage({ databaseUrl: inject('databaseUrl'), stripeUrl, now: FROZEN_NOW });
  toStripe = await startStripeProxy(stripeUrl);
  const port = await freePort();
  app = await startAppProcess(port, stage.env(`http://localhost:${port}`, { STRIPE_API_BASE: toStripe.url }));
});

afterEach(() => toStripe.disturb({}));

afterAll(async () => {
  await app?.stop();
  await toStripe?.stop();
  await stage?.close();
});

type Visitor = Person & Readonly<{ browser: PlainBrowser; subscriptionId: string | null }>;

const signedIn = async (person: Person): Promise<PlainBrowser> =>
  stage.browserOf(await stage.userOf(person.email));

async function aVisitor(options?: SubscriberOptions): Promise<Visitor> {
  const subscriber = await makeSubscriber(stage.stripe, stage.database, options);
  return { ...subscriber, browser: await signedIn(subscriber) };
}

async function withoutPlan(): Promise<Visitor> {
  const person = await makeCustomer(stage.stripe, stage.database);
  return { ...person, subscriptionId: null, browser: await signedIn(person) };
}

async function pastDue(): Promise<Visitor> {
  const visitor = await aVisitor({ card: 'pm_card_chargeCustomerFail' });
  await stage.stripe.subscriptions.update(visitor.subscriptionId ?? '', {
    billing_cycle_anchor: { type: 'now' },
    proration_behavior: 'always_invoice',
    payment_behavior: 'allow_incomplete',
  });
  const { id } = await stage.stripe.paymentMethods.attach('pm_card_visa', { customer: visitor.customerId });
  await stage.stripe.customers.update(visitor.customerId, {
    invoice_settings: { default_payment_method: id },
  });
  return visitor;
}

const ending = () => aVisitor({ terms: { cancel_at: NOVEMBER_20 } });

async function withSchedule(): Promise<Visitor> {
  const visitor = await aVisitor({ plan: 'pro' });
  const portal = await visitor.browser.press(await visitor.browser.open(`${app.url}/pricing`), ' to Starter');
  await visitor.browser.press(portal, 'Schedule change');
  return visitor;
}

async function paused(): Promise<Visitor> {
  const visitor = await aVisitor();
  await stage.stripe.subscriptions.pause(visitor.subscriptionId ?? '', { type: 'subscription' });
  return visitor;
}

/** How often Stripe has told this of a customer. */
const told = (type: string) => async (customer: string) => {
  const { data } = await stage.stripe.events.list({ type, limit: 100 });
  return data.filter(({ data: { object } }) => 'customer' in object && object.customer === customer).length;
};
const opened = told('billing_portal.session.created');
const checkouts = async (customer: string) =>
  (await stage.stripe.checkout.sessions.list({ customer })).data.length;

const AT_STRIPE = /\/(p\/session|c\/pay)\//;
const ACCOUNT = /\/account$/;

type Button = readonly [
  button: string,
  path: string,
  to: RegExp,
  who: () => Promise<Visitor>,
  count: (customer: string) => Promise<number>,
];
/** Each button: where it stands, where it leads, who has it, and how often it was carried out. */
const DOORS: readonly Button[] = [
  ...['Open the billing portal', 'Replace', 'Edit', 'Cancel plan', 'Pause plan', 'Change plan there'].map(
    (button): Button => [button, '/account', AT_STRIPE, () => aVisitor(), opened],
  ),
  [' to Pro', '/pricing', AT_STRIPE, () => aVisitor(), opened],
  ['Resume Starter', '/pricing', AT_STRIPE, paused, opened],
  ['Update payment method', '/account', AT_STRIPE, pastDue, opened],
];
const ONCE: readonly Button[] = [
  ['Start with Pro', '/pricing', AT_STRIPE, withoutPlan, checkouts],
  ['Pay $7.50 now', '/account', ACCOUNT, pastDue, told('invoice.paid')],
  ['Keep Starter', '/account', ACCOUNT, ending, told('customer.subscription.updated')],
  ['Keep Pro instead', '/account', ACCOUNT, withSchedule, told('subscription_schedule.released')],
];

const LIMITED: Fault = { status: 429, code: 'rate_limit' };
const BROKEN: Fault = { status: 500, code: 'internal' };

test.each([...DOORS, ...ONCE])(
  '"%s" says that Stripe does not answer, has done nothing, and works once it does',
  async (button, path, to, who, count) => {
    const visitor = await who();
    const page = await visitor.browser.open(`${app.url}${path}`);
    const before = await count(visitor.customerId);
    for (const fault of to === ACCOUNT ? [LIMITED, BROKEN, 'cut' as const] : [LIMITED]) {
      toStripe.disturb({ before: () => fault });
      const { status, text } = await visitor.browser.press(page, button);
      expect(status).toBe(200);
      expect(text).toContain('Our payment provider does not answer Nothing changed and nothing was charged.');
    }
    toStripe.disturb({});
    expect(await count(visitor.customerId)).toBe(before);
    const { pathname } = new URL((await visitor.browser.press(page, button)).url);
    expect(pathname).toMatch(to);
    expect(await count(visitor.customerId)).toBe(before + 1);
  },
);

test.each(ONCE)(
  '"%s" is done once, however often it is pressed after an answer that was lost',
  async (button, path, _to, who, count) => {
    const visitor = await who();
    const page = await visitor.browser.open(`${app.url}${path}`);
    const before = await count(visitor.customerId);
    toStripe.disturb({ after: ({ method }) => (method === 'POST' ? 'cut' : undefined) });
    expect((await visitor.browser.press(page, button)).text).toContain('does not answer');
    expect(await count(visitor.customerId)).toBe(before + 1);
    toStripe.disturb({});
    for (const _press of [1, 2]) await visitor.browser.press(page, button);
    expect(await count(visitor.customerId)).toBe(before + 1);
  },
);

test.each([...DOORS.slice(-1), ...ONCE])(
  '"%s" goes on by the key of its request when the first answer is lost',
  async (button, path, to, who, count) => {
    const visitor = await who();
    const page = await visitor.browser.open(`${app.url}${path}`);
    const before = await count(visitor.customerId);
    let lost = 0;
    toStripe.disturb({ after: ({ method }) => (method === 'POST' && lost++ === 0 ? 'cut' : undefined) });
    const { pathname, search } = new URL((await visitor.browser.press(page, button)).url);
    expect(pathname).toMatch(to);
    expect(search).not.toContain('refused');
    expect([lost, await count(visitor.customerId)]).toEqual([2, before + 1]);
  },
);
