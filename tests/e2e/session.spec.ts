import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { outbox, portalIntents, verificationTokens } from '@/lib/db/schema';
import { expect, signIn } from './fixtures';
import { follow, test } from './sign-in-link';

const LINK_IS_SPENT = 'This link no longer works';
const FOREIGN = 'https://evil.example';

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
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('next-auth.session-token');
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in\?/);
});

test('signing out everywhere signs every browser out', async ({ page, browser, baseURL, aCustomer }) => {
  const { email } = await aCustomer();
  const other = await browser.newPage({ baseURL });
  for (const each of [page, other]) await signIn(each, email);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByText('You are signed out everywhere')).toBeVisible();
  await other.goto('/account');
  await expect(other).toHaveURL(/\/sign-in\?/);
  await other.close();
});

test('a new address is confirmed by its link, and the plan stays @phone', async ({
  page,
  database,
  stripe,
  aSubscriber,
}) => {
  const { email, customerId } = await aSubscriber({ plan: 'pro' });
  const wanted = `new-${email}`;
  await signIn(page, email);
  await page.getByRole('link', { name: 'Change e-mail address' }).click();
  await page.getByLabel('New e-mail address').fill(wanted);
  await page.getByRole('button', { name: 'Send a link there' }).click();
  await expect(page.getByText('Check the new address')).toBeVisible();
  const [mail] = await database.select().from(outbox).where(eq(outbox.to, wanted));
  await page.goto(mail?.link ?? '');
  await expect(page.getByRole('main')).toContainText(wanted);
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByText('Your address was changed')).toBeVisible();
  await page.goto('/account');
  await expect(page.getByRole('main')).toContainText(wanted);
  await expect(page.getByRole('main')).toContainText('Pro');
  await expect(page.getByRole('region', { name: 'Activity' })).toContainText('Change the sign-in address');
  expect(await stripe.customers.retrieve(customerId)).toMatchObject({ email: wanted });
});

test('no script can read a cookie, and no other site’s form sends one', async ({ page, aCustomer }) => {
  const { email } = await aCustomer();
  await signIn(page, email);
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name }) => name)).toContain('next-auth.session-token');
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test.describe('a form of another site', () => {
  /** Posts the form of a button on a page as a browser without JavaScript does, from the site `origin`. */
  async function post(page: Page, button: string, origin: string) {
    const form = page
      .locator('form')
      .filter({ has: page.getByRole('button', { name: button, exact: true }) });
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

  test('opens no portal', async ({ page, aSubscriber, database, services, openAs }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    const visits = () => database.$count(portalIntents, eq(portalIntents.customerId, ada.customerId));
    await openAs(ada.email);
    const foreign = await post(page, 'Open the billing portal', FOREIGN);
    expect(foreign.status()).toBeGreaterThanOrEqual(400);
    expect(foreign.headers().location).toBeUndefined();
    expect(await visits()).toBe(0);

    const own = await post(page, 'Open the billing portal', services.appUrl);
    expect(own.status()).toBe(303);
    expect(await visits()).toBe(1);
  });

  test('signs nobody out', async ({ page, aSubscriber, openAs }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await openAs(ada.email);
    const foreign = await post(page, 'Sign out', FOREIGN);
    expect(foreign.status()).toBeGreaterThanOrEqual(400);
    await page.goto('/account');
    await expect(page.getByRole('main')).toContainText(ada.email);
  });
});
