import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { desc, eq, sql } from 'drizzle-orm';
import { outbox, portalIntents, verificationTokens } from '@/lib/db/schema';
import { test as base, expect, signIn } from './fixtures';
import { chooseInPricing } from './portal-steps';

const LINK_IS_SPENT = 'This link no longer works';
const FOREIGN = 'https://evil.example';

type Fixtures = {
  /** The link in the mail that a person asked for on the sign-in page. */
  aSignInLink: (email: string) => Promise<string>;
  /** How many visits to the portal a customer has begun. */
  portalVisits: (customerId: string) => Promise<number>;
};

const test = base.extend<Fixtures>({
  aSignInLink: ({ page, database }, use) =>
    use(async (email) => {
      await page.goto('/sign-in');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('button', { name: 'E-mail me a sign-in link' }).click();
      await page.waitForURL(/\/sign-in\/check-email/);
      const [mail] = await database
        .select()
        .from(outbox)
        .where(eq(outbox.to, email))
        .orderBy(desc(outbox.id))
        .limit(1);
      return mail?.link ?? '';
    }),
  portalVisits: ({ database }, use) =>
    use((customerId) => database.$count(portalIntents, eq(portalIntents.customerId, customerId))),
});

async function follow(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('a sign-in link is spent once', async ({ page, browser, baseURL, aCustomer, aSignInLink }) => {
  const { email } = await aCustomer();
  const link = await aSignInLink(email);
  await follow(page, link);
  await expect(page).toHaveURL(/\/account$/);
  const thief = await browser.newPage({ baseURL });
  await follow(thief, link);
  await expect(thief.getByRole('heading', { level: 1 })).toHaveText(LINK_IS_SPENT);
  await thief.goto('/account');
  await expect(thief).toHaveURL(/\/sign-in\?/);
  await thief.close();
});

test('a mail scanner that opens the link does not spend it', async ({
  page,
  request,
  aCustomer,
  aSignInLink,
}) => {
  const { email } = await aCustomer();
  const link = await aSignInLink(email);
  for (const method of ['HEAD', 'GET', 'GET']) {
    expect((await request.fetch(link, { method })).status()).toBe(200);
  }
  await follow(page, link);
  await expect(page).toHaveURL(/\/account$/);
});

test('a link whose time is over signs nobody in', async ({ page, database, aCustomer, aSignInLink }) => {
  const { email } = await aCustomer();
  const link = await aSignInLink(email);
  await database
    .update(verificationTokens)
    .set({ expires: new Date(0) })
    .where(eq(verificationTokens.identifier, email));
  await follow(page, link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(LINK_IS_SPENT);
});

test('a link signs in the person it was sent to and nobody else', async ({
  page,
  aCustomer,
  aSignInLink,
}) => {
  const [ada, victim] = [await aCustomer(), await aCustomer()];
  const link = new URL(await aSignInLink(ada.email));
  link.searchParams.set('email', victim.email);
  await follow(page, link.href);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(LINK_IS_SPENT);
});

test('the database does not hold what is in the link', async ({ database, aCustomer, aSignInLink }) => {
  const { email } = await aCustomer();
  const token = new URL(await aSignInLink(email)).searchParams.get('token');
  const rows = await database
    .select()
    .from(verificationTokens)
    .where(eq(verificationTokens.identifier, email));
  expect(rows).toHaveLength(1);
  expect(rows[0]?.token).not.toBe(token);
});

test('a request without the form’s CSRF token sends no mail', async ({ request, database, aCustomer }) => {
  const { email } = await aCustomer();
  await request.post('/api/auth/signin/email', { form: { email, callbackUrl: '/account' } });
  expect(await database.$count(outbox, eq(outbox.to, email))).toBe(0);
});

test('signing out ends the session', async ({ page, aCustomer }) => {
  const { email } = await aCustomer();
  await signIn(page, email);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('next-auth.session-token');
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in\?/);
});

test('no script can read a cookie, and no other site’s form sends one', async ({ page, aCustomer }) => {
  const { email } = await aCustomer();
  await signIn(page, email);
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name }) => name)).toContain('next-auth.session-token');
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test.describe('the way to the portal', () => {
  /** Every body and cookie that the app sends to a page from now on. */
  function recordAnswers(page: Page, appUrl: string): { text(): Promise<string> } {
    const answers: Promise<string>[] = [];
    page.on('response', (response) => {
      if (!response.url().startsWith(appUrl)) return;
      const body = response.text().catch(() => ''); // a redirect has none
      const cookie = response.headerValue('set-cookie');
      answers.push(Promise.all([body, cookie]).then((parts) => parts.join('\n')));
    });
    return { text: async () => (await Promise.all(answers)).join('\n') };
  }

  for (const javaScriptEnabled of [true, false]) {
    test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
      test.use({ javaScriptEnabled });

      test('the portal’s address is in no page, no cookie, no log and no table', async ({
        page,
        aSubscriber,
        services,
        database,
      }) => {
        const ada = await aSubscriber({ plan: 'starter' });
        await signIn(page, ada.email, '/pricing?promo=SPRING25');
        const answers = recordAnswers(page, services.appUrl);
        await chooseInPricing(page, 'Pro');
        const credential = new URL(page.url()).pathname.split('/').at(-1) ?? '';
        expect(credential).toMatch(/^test_.{10,}/);
        await page.getByRole('button', { name: /^Confirm and pay/ }).click();
        await page.waitForURL(/\/account\/return\//);
        await page.goto('/account');

        expect(await answers.text()).toContain('Your account');
        expect(await answers.text()).not.toContain(credential);
        expect(JSON.stringify(await page.context().cookies())).not.toContain(credential);

        const log = () => readFileSync(services.appLog, 'utf8');
        const opened = new RegExp(`"customer":"${ada.customerId}".*"event":"portal.opened"`);
        await expect.poll(log).toMatch(opened);
        expect(log()).not.toContain(credential);

        const [tables] = await database.execute(
          sql`select string_agg(row_to_json(portal_intents)::text, ' ') as text from portal_intents`,
        );
        expect(tables?.text).toContain(ada.customerId);
        expect(tables?.text).not.toContain(credential);
      });
    });
  }

  test('the log names neither the person nor the token of their sign-in link', async ({
    page,
    services,
    aSubscriber,
    aSignInLink,
  }) => {
    const ada = await aSubscriber();
    const link = await aSignInLink(ada.email);
    await follow(page, link);
    await follow(page, link); // spent: what goes wrong is logged, too
    await page.goto('/account');
    await page.getByRole('button', { name: 'Open the billing portal' }).click();
    await page.waitForURL(/\/p\/session\//);
    const log = () => readFileSync(services.appLog, 'utf8');
    await expect.poll(log).toMatch(new RegExp(`"customer":"${ada.customerId}".*"event":"portal.opened"`));
    expect(log()).not.toContain(ada.email);
    expect(log()).not.toContain(new URL(link).searchParams.get('token'));
  });
});

test.describe('caches', () => {
  test('what is one person’s is kept by no cache', async ({ page, aSubscriber, baseURL }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await signIn(page, ada.email, '/pricing');
    const kept: string[] = [];
    page.on('response', (response) => {
      const { pathname, origin } = new URL(response.url());
      if (origin !== baseURL) return;
      const isPrivate = /^\/(account|pricing)/.test(pathname) || response.request().method() === 'POST';
      const control = response.headers()['cache-control'] ?? '';
      if (isPrivate && !control.includes('no-store'))
        kept.push(`${response.request().method()} ${pathname}: ${control}`);
    });
    await page.goto('/account');
    await page.goto('/pricing');
    await chooseInPricing(page, 'Pro');
    await page.getByRole('button', { name: /^Confirm and pay/ }).click();
    await page.waitForURL(/\/account\/return\//);
    expect(kept).toEqual([]);
  });
});

test.describe('a form of another site', () => {
  /** Posts the form of a button on a page as a browser without JavaScript does, from the site `origin`. */
  async function post(page: Page, button: string, origin: string) {
    const form = page.locator('form').filter({ has: page.getByRole('button', { name: button }) });
    const fields = await form
      .locator('input[type=hidden]')
      .evaluateAll((inputs) =>
        inputs.map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']),
      );
    return page.request.post(page.url(), {
      headers: { origin },
      multipart: Object.fromEntries(fields),
      maxRedirects: 0,
    });
  }

  test.use({ javaScriptEnabled: false });

  test('opens no portal', async ({ page, aSubscriber, portalVisits, services }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await signIn(page, ada.email);
    const foreign = await post(page, 'Open the billing portal', FOREIGN);
    expect(foreign.status()).toBeGreaterThanOrEqual(400);
    expect(foreign.headers().location).toBeUndefined();
    expect(await portalVisits(ada.customerId)).toBe(0);

    const own = await post(page, 'Open the billing portal', services.appUrl);
    expect(own.status()).toBe(303);
    expect(await portalVisits(ada.customerId)).toBe(1);
  });

  test('signs nobody out', async ({ page, aSubscriber }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await signIn(page, ada.email);
    const foreign = await post(page, 'Sign out', FOREIGN);
    expect(foreign.status()).toBeGreaterThanOrEqual(400);
    await page.goto('/account');
    await expect(page.getByRole('main')).toContainText(ada.email);
  });
});
