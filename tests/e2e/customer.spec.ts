import { randomUUID } from 'node:crypto';
import { expect, signIn, test } from './fixtures';

const aNewcomer = () => `newcomer-${randomUUID()}@example.com`;

test('signing in and looking around makes nobody a Stripe customer', async ({ page, stripe }) => {
  const email = aNewcomer();
  await signIn(page, email);
  await page.goto('/pricing?promo=SPRING25');
  await page.goto('/account');
  await expect(page.getByRole('main')).toContainText(email);
  await expect(page.getByRole('link', { name: 'See plans and prices' })).toBeVisible();
  expect((await stripe.customers.list({ email })).data).toEqual([]);
});

test('a customer who was deleted at Stripe is followed by one new customer, however many tabs ask at once', async ({
  page,
  context,
  aCustomer,
  stripe,
  openAs,
}) => {
  const ada = await aCustomer();
  await openAs(ada.email);
  const tabs = [page, await context.newPage(), await context.newPage()];
  for (const tab of tabs) await tab.goto('/account');
  await stripe.customers.del(ada.customerId);
  await Promise.all(
    tabs.map(async (tab) => {
      await tab.getByRole('button', { name: 'Open the billing portal' }).click();
      await tab.waitForURL(/\/p\/session\//);
    }),
  );
  const followers = (await stripe.customers.list({ email: ada.email })).data;
  expect(followers).toHaveLength(1);
  expect(followers[0]?.id).not.toBe(ada.customerId);
});

test('a customer is the same person however they spell their address', async ({ page, aSubscriber }) => {
  const ada = await aSubscriber({ plan: 'starter' });
  const spelled = ada.email.replace('person', 'Person');
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(spelled);
  await page.getByRole('button', { name: 'E-mail me a sign-in link' }).click();
  await page.getByRole('link', { name: 'Open the demo outbox' }).click();
  const mail = page.getByRole('listitem').filter({ hasText: ada.email }).first();
  await mail.getByRole('link', { name: 'Open the link' }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/account$/);
  await expect(page.getByRole('main')).toContainText(ada.email);
  await expect(page.getByRole('main')).toContainText('Starter');
});
