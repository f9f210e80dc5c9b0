import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page, Response } from '@playwright/test';
import { sql } from 'drizzle-orm';
import { expect } from './fixtures';
import { chooseInPricing } from './portal-steps';
import { follow, test } from './sign-in-link';

/** Every body and cookie that the app sends to a page from now on, until they are asked for. */
function recordAnswers(page: Page, appUrl: string): { text(): Promise<string> } {
  const answers: Promise<string>[] = [];
  const record = (response: Response) => {
    if (!response.url().startsWith(appUrl)) return;
    const body = response.text().catch(() => ''); // a redirect has none
    const cookie = response.headerValue('set-cookie');
    answers.push(Promise.all([body, cookie]).then((parts) => parts.join('\n')));
  };
  page.on('response', record);
  return {
    async text() {
      page.off('response', record); // what comes later is read by nobody, and may lose its page on the way
      return (await Promise.all(answers)).join('\n');
    },
  };
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('the portal’s address is in no page, no cookie, no log and no table', async ({
      page,
      aSubscriber,
      services,
      database,
      openAs,
    }) => {
      const ada = await aSubscriber({ plan: 'starter' });
      await openAs(ada.email, '/pricing?promo=SPRING25');
      const answers = recordAnswers(page, services.appUrl);
      await chooseInPricing(page, 'Pro');
      const credential = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      expect(credential).toMatch(/^test_.{10,}/);
      await page.getByRole('button', { name: /^Confirm and pay/ }).click();
      await page.waitForURL(/\/account\/return\//);
      await page.goto('/account');

      const sent = await answers.text();
      expect(sent).toContain('Your account');
      expect(sent).not.toContain(credential);
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
  await page.waitForURL(/\/account$/);
  await follow(page, link); // spent: what goes wrong is logged, too
  await page.waitForURL(/\/sign-in\/error/);
  await page.goto('/account');
  await page.getByRole('button', { name: 'Open the billing portal' }).click();
  await page.waitForURL(/\/p\/session\//);
  const log = () => readFileSync(services.appLog, 'utf8');
  await expect.poll(log).toMatch(new RegExp(`"customer":"${ada.customerId}".*"event":"portal.opened"`));
  expect(log()).not.toContain(ada.email);
  expect(log()).not.toContain(new URL(link).searchParams.get('token'));
});

test('an address that the database chokes on leads to the error page, and is not in the log', async ({
  page,
  request,
  services,
}) => {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const address = `person-${randomUUID()}@example.com`;
  const log = () => readFileSync(services.appLog, 'utf8');
  const failures = () => log().split('"event":"auth.failed"').length;
  const before = failures();
  const answer = await request.post('/api/auth/signin/email', {
    form: { email: `${address}\0`, csrfToken, callbackUrl: '/account' }, // Postgres refuses a NUL in a text
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
  await page.goto(answer.headers().location ?? '');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign-in is out of order');
  await expect.poll(failures).toBeGreaterThan(before);
  expect(log()).not.toContain(address);
});

test('what is one person’s is kept by no cache', async ({ page, aSubscriber, baseURL, openAs }) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, '/pricing');
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
