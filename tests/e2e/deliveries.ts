import { randomUUID } from 'node:crypto';
import type { APIResponse } from '@playwright/test';
import { eq } from 'drizzle-orm';
import type Stripe from 'stripe';
import { customers, subscriptions } from '@/lib/db/schema';
import { linkCustomer } from '../../scripts/seed/rows';
import type { Person } from '../rig/subscribers';
import { test as base, expect } from './fixtures';

/** Signatures go by real time: the clocks of the tests stand still. */
export const realNow = (): number => Math.floor(Date.now() / 1000);

export const PATH = '/api/stripe/webhook';

/** What is different from Stripe's own delivery: `header` is sent as the signature, `body` in place of the signed one. */
export type Envelope = Readonly<{ secret?: string; at?: number; header?: string | null; body?: string }>;

type Fixtures = {
  /** Sends an event as Stripe does, signed now with the endpoint's secret; `envelope` is what is different. */
  deliver: (event: object, envelope?: Envelope) => Promise<APIResponse>;
  /** Somebody of ours whom the app has not read from Stripe yet. No event about them is on its way. */
  aStranger: () => Promise<Person>;
  /** When the app last stored what Stripe says of a customer. */
  readAt: (person: Person) => Promise<Date | null>;
  /** The subscriptions the app has stored of a customer. */
  plansOf: (person: Person) => Promise<object[]>;
  /** All events about a customer, once Stripe has delivered each. */
  untilDelivered: (person: Person) => Promise<Stripe.Event[]>;
  /** Makes the app forget what it has read of a customer, as if it never had. */
  forget: (person: Person) => Promise<void>;
};

export const test = base.extend<Fixtures>({
  deliver: ({ request, services, stripe }, use) =>
    use((event, { secret = services.webhookSecret, at = realNow(), header, body } = {}) => {
      const payload = JSON.stringify(event);
      const signature =
        header === undefined
          ? stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: at })
          : header;
      return request.post(PATH, {
        data: Buffer.from(body ?? payload),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          ...(signature !== null && { 'stripe-signature': signature }),
        },
      });
    }),
  aStranger: ({ stripe, database }, use) =>
    use(async () => {
      const email = `person-${randomUUID()}@example.com`;
      const { id } = await stripe.customers.create({ email }); // customer.created is not listened to
      await linkCustomer(database, email, id);
      return { email, customerId: id };
    }),
  readAt: ({ database }, use) =>
    use(async ({ customerId }) => {
      const [row] = await database.select().from(customers).where(eq(customers.stripeCustomerId, customerId));
      return row?.syncedAt ?? null;
    }),
  plansOf: ({ database }, use) =>
    use(({ customerId }) => {
      const { id, status, plan, amount, currency, quantity } = subscriptions;
      return database
        .select({ id, status, plan, amount, currency, quantity })
        .from(subscriptions)
        .where(eq(subscriptions.customerId, customerId));
    }),
  untilDelivered: ({ stripe }, use) =>
    use(async (person) => {
      const about = async () =>
        (await stripe.events.list({ limit: 100 })).data.filter((event) => isAbout(event, person));
      await expect
        .poll(async () => (await about()).every((event) => event.pending_webhooks === 0))
        .toBe(true);
      return about();
    }),
  forget: ({ database, untilHeard }, use) =>
    use(async (person) => {
      await untilHeard(person.customerId);
      await database.delete(customers).where(eq(customers.stripeCustomerId, person.customerId));
      await linkCustomer(database, person.email, person.customerId);
    }),
});

/** An event as Stripe sends it, about `object`. */
export const anEvent = (type: string, object: object) => ({
  id: `evt_${randomUUID().replaceAll('-', '')}`,
  object: 'event',
  api_version: '2026-10-28.endive',
  created: 1794787200,
  livemode: false,
  pending_webhooks: 1,
  request: { id: null, idempotency_key: null },
  type,
  data: { object },
});

const isAbout = ({ data }: Stripe.Event, { customerId }: Person): boolean =>
  JSON.stringify(data.object).includes(customerId);

export const customerUpdated = ({ customerId }: Person) =>
  anEvent('customer.updated', { object: 'customer', id: customerId });
