import { test as base, expect, type Page } from '@playwright/test';
import { and, eq } from 'drizzle-orm';
import type Stripe from 'stripe';
import { customers, inbox, users } from '@/lib/db/schema';
import { openAccount } from '../../scripts/seed/account';
import { openDatabase } from '../../scripts/seed/rows';
import { readServices, type Services } from '../rig/services';
import { sessionCookie } from '../rig/session';
import {
  makeCustomer,
  makeSubscriber,
  type Person,
  type Subscriber,
  type SubscriberOptions,
} from '../rig/subscribers';

type Database = ReturnType<typeof openDatabase>['db'];

type WorkerFixtures = {
  services: Services;
  /** The official SDK on the seeded account, for what a test asks or prepares at Stripe. */
  stripe: Stripe;
  database: Database;
};

type TestFixtures = {
  /** A fresh person with a card and no subscription. */
  aCustomer: (options?: { card?: string }) => Promise<Person>;
  /** A fresh person with one subscription since 1 November 2026. */
  aSubscriber: (options?: SubscriberOptions) => Promise<Subscriber>;
  /** Settles when the app has heard all that Stripe told of a customer so far. */
  untilHeard: (customerId: string) => Promise<void>;
  /**
   * Opens a page of the app (`/account`) as somebody who is signed in, in `tab` or the test's page; what was done at
   * Stripe before is known there.
   */
  openAs: (email: string, path?: string, tab?: Page) => Promise<void>;
  quietConsole: undefined;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern that this fixture needs no other
  services: [({}, use) => use(readServices()), { scope: 'worker' }],
  stripe: [
    ({ services }, use) => use(openAccount(services.stripeKey, services.stripeUrl, services.now).stripe),
    { scope: 'worker' },
  ],
  database: [
    async ({ services }, use) => {
      const { db, close } = openDatabase(services.databaseUrl);
      await use(db);
      await close();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ services }, use) => use(services.appUrl),
  aCustomer: ({ stripe, database }, use) => use((options) => makeCustomer(stripe, database, options)),
  aSubscriber: ({ stripe, database }, use) => use((options) => makeSubscriber(stripe, database, options)),
  untilHeard: ({ stripe, database }, use) =>
    use((customerId) =>
      expect
        .poll(async () => {
          const { data } = await stripe.events.list({ delivery_success: false, limit: 100 });
          const onTheWay = data.filter((event) => JSON.stringify(event.data.object).includes(customerId));
          const waiting = and(eq(inbox.customerId, customerId), eq(inbox.status, 'pending'));
          return onTheWay.length + (await database.$count(inbox, waiting));
        })
        .toBe(0),
    ),
  openAs: ({ page, database, services, untilHeard }, use) =>
    use(async (email, path = '/account', tab = page) => {
      const [user] = await database
        .select({ id: users.id, customerId: customers.stripeCustomerId })
        .from(users)
        .leftJoin(customers, eq(customers.userId, users.id))
        .where(eq(users.email, email));
      if (!user) throw new Error(`Nobody has the address ${email}.`);
      if (user.customerId !== null) await untilHeard(user.customerId);
      const [name = '', value = ''] = (await sessionCookie(database, user)).split('=');
      const cookie = { name, value, url: services.appUrl, httpOnly: true, sameSite: 'Lax' } as const;
      await tab.context().addCookies([cookie]);
      await tab.goto(services.appUrl + path);
    }),
  /** An error on a page's console that no test asked for fails the test. */
  quietConsole: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        // A missing page is a page some tests want to see.
        const expected = message.text().startsWith('Failed to load resource');
        if (message.type() === 'error' && !expected) errors.push(message.text());
      });
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/**
 * Signs a person in as they would: the form, the mail in the demo's outbox, its button.
 * @param path where they come back to
 */
export async function signIn(page: Page, email: string, path = '/account'): Promise<void> {
  await page.goto(`/sign-in?${new URLSearchParams({ callbackUrl: path })}`);
  await finishSignIn(page, email);
}

/** The same from the sign-in page on, for a person whom the app sent there. */
export async function finishSignIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'E-mail me a sign-in link' }).click();
  await page.getByRole('link', { name: 'Open the demo outbox' }).click();
  const mail = page.getByRole('listitem').filter({ hasText: email }).first();
  await mail.getByRole('link', { name: 'Open the link' }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in') && !url.pathname.startsWith('/api/'));
}
