import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type Stripe from 'stripe';
import { customers } from '@/lib/db/schema';
import type { Subscriber } from '../rig/subscribers';
import { anEvent, customerUpdated, type Envelope, PATH, realNow, test } from './deliveries';
import { expect } from './fixtures';

test('a delivery signed with the endpoint’s secret makes the app read Stripe', async ({
  deliver,
  aStranger,
  readAt,
}) => {
  const ada = await aStranger();
  const answer = await deliver(customerUpdated(ada));
  expect(answer.status()).toBe(200);
  await expect.poll(() => readAt(ada)).not.toBeNull();
});

test('a delivery that took minutes is taken', async ({ deliver, aStranger, readAt }) => {
  const ada = await aStranger();
  const answer = await deliver(customerUpdated(ada), { at: realNow() - 240 });
  expect(answer.status()).toBe(200);
  await expect.poll(() => readAt(ada)).not.toBeNull();
});

type Forgery = (event: object, now: number) => Envelope;
const FORGERIES: Readonly<Record<string, Forgery>> = {
  'signed with another secret': () => ({ secret: 'whsec_of_another_endpoint' }),
  'without a signature': () => ({ header: null }),
  'with an empty signature': () => ({ header: '' }),
  'with a signature that is none': () => ({ header: 't=1794787200,v1=00' }),
  'older than five minutes': (_, now) => ({ at: now - 360 }),
  'changed by one byte after it was signed': (event) => ({ body: `${JSON.stringify(event)} ` }),
  'that carries the body of another': (event) => ({
    body: JSON.stringify({ ...event, id: 'evt_of_somebody_else' }),
  }),
};

for (const [words, forge] of Object.entries(FORGERIES)) {
  test(`a delivery ${words} is refused and stores nothing`, async ({
    deliver,
    aStranger,
    readAt,
    untilHeard,
    request,
  }) => {
    await request.get('/pricing'); // Next loads modules once for pages and once for routes: errors must be of one make
    const ada = await aStranger();
    const event = customerUpdated(ada);
    const answer = await deliver(event, forge(event, realNow()));
    expect(answer.status()).toBe(400);
    await untilHeard(ada.customerId);
    expect(await readAt(ada)).toBeNull();
  });
}

test('an event of a type the app does not know is accepted and does nothing', async ({
  deliver,
  aStranger,
  readAt,
  untilHeard,
}) => {
  const ada = await aStranger();
  const answer = await deliver(anEvent('something.new', { object: 'thing', customer: ada.customerId }));
  expect(answer.ok()).toBe(true);
  await untilHeard(ada.customerId);
  expect(await readAt(ada)).toBeNull();
});

test('an event about a customer who is not ours is accepted and stores nobody', async ({
  deliver,
  untilHeard,
  database,
}) => {
  const customer = `cus_${randomUUID()}`;
  const answer = await deliver(anEvent('invoice.paid', { object: 'invoice', customer }));
  expect(answer.ok()).toBe(true);
  await untilHeard(customer);
  expect(await database.select().from(customers).where(eq(customers.stripeCustomerId, customer))).toEqual([]);
});

/** What no event may make the app believe: Ada on Scale for a cent, and it is over. */
const invented = (ada: Subscriber) =>
  anEvent('customer.subscription.deleted', {
    id: ada.subscriptionId,
    object: 'subscription',
    customer: ada.customerId,
    status: 'canceled',
    currency: 'eur',
    ended_at: 1794787200,
    items: {
      object: 'list',
      data: [{ id: ada.itemId, object: 'subscription_item', quantity: 99, price: { unit_amount: 1 } }],
    },
  });

test('what is stored is what Stripe says now, not what the event says', async ({
  aSubscriber,
  deliver,
  forget,
  plansOf,
}) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await forget(ada);
  expect((await deliver(invented(ada))).status()).toBe(200);
  await expect
    .poll(() => plansOf(ada))
    .toEqual([
      {
        id: ada.subscriptionId,
        status: 'active',
        plan: 'starter',
        amount: 1500,
        currency: 'usd',
        quantity: 1,
      },
    ]);
});

test('an event about a subscription that Stripe does not have stores none', async ({
  aStranger,
  deliver,
  readAt,
  plansOf,
}) => {
  const ada = await aStranger();
  const answer = await deliver(invented({ ...ada, subscriptionId: 'sub_made_up', itemId: 'si_made_up' }));
  expect(answer.status()).toBe(200);
  await expect.poll(() => readAt(ada)).not.toBeNull();
  expect(await plansOf(ada)).toEqual([]);
});

test('the same event five times at once is accepted five times and stored once', async ({
  aSubscriber,
  deliver,
  forget,
  plansOf,
  untilHeard,
}) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await forget(ada);
  const event = invented(ada);
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => deliver(event)));
  expect(answers.map((answer) => answer.status())).toEqual([200, 200, 200, 200, 200]);
  await untilHeard(ada.customerId);
  expect(await plansOf(ada)).toMatchObject([{ id: ada.subscriptionId, plan: 'starter', status: 'active' }]);
});

for (const [words, idOf] of [
  ['delivered again', (event: Stripe.Event) => event.id],
  ['delivered for the first time', () => anEvent('', {}).id],
] as const) {
  test(`events ${words}, the last one first, leave what Stripe says now`, async ({
    aSubscriber,
    deliver,
    plansOf,
    stripe,
    untilHeard,
    untilDelivered,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    const [pro] = (await stripe.prices.list({ lookup_keys: ['pro_month'] })).data;
    await stripe.subscriptions.update(ada.subscriptionId, {
      items: [{ id: ada.itemId, price: pro?.id ?? '' }],
      proration_behavior: 'none',
    });
    const events = await untilDelivered(ada); // the newest first, as Stripe lists them
    expect(events.map(({ type }) => type)).toContain('customer.subscription.created');
    for (const event of events) expect((await deliver({ ...event, id: idOf(event) })).status()).toBe(200);
    await untilHeard(ada.customerId);
    expect(await plansOf(ada)).toMatchObject([{ id: ada.subscriptionId, plan: 'pro', amount: 4900 }]);
  });
}

for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
  test(`${method} is not a way to deliver`, async ({ request }) => {
    const answer = await request.fetch(PATH, { method, maxRedirects: 0 });
    expect(answer.status()).toBe(405);
  });
}

test('no answer of the webhook names a secret or a place in the program', async ({ deliver, aStranger }) => {
  const event = customerUpdated(await aStranger());
  const answers = [
    await deliver(event),
    await deliver(event, { header: null }),
    await deliver(event, { secret: 'whsec_of_another_endpoint' }),
    await deliver(event, { at: realNow() - 360 }),
  ];
  for (const answer of answers) {
    const told = `${JSON.stringify(answer.headers())} ${await answer.text()}`;
    expect(told).not.toMatch(/whsec_|sk_test_|postgres:|node_modules|\.[jt]s:\d/);
    expect(told).not.toContain(event.id);
  }
});
