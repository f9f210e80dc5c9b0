import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, finishSignIn, test } from './fixtures';
import { fact, planCard } from './portal-steps';

const newcomer = () => `new-${randomUUID()}@example.com`;

async function payAtCheckout(page: Page, button: string): Promise<void> {
  await page.waitForURL(/\/c\/pay\//);
  await page.getByLabel('Card number').fill('4242 4242 4242 4242');
  await page.getByLabel(/Expir/).fill('08 / 29');
  await page.getByLabel(/CVC|Security code/).fill('123');
  await page.getByLabel(/Name on card|Cardholder/).fill('Grace Hopper');
  await page.getByRole('button', { name: button }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('somebody new comes from a campaign link through sign-in and Checkout to a proven plan', async ({
      page,
      stripe,
    }) => {
      const email = newcomer();
      await page.goto('/pricing?promo=SPRING25&plan=pro');
      await expect(planCard(page, 'Pro')).toContainText('$36.75');
      await planCard(page, 'Pro').getByRole('button', { name: 'Start with Pro' }).click();
      await finishSignIn(page, email);
      await expect(planCard(page, 'Pro')).toContainText('$36.75');
      await planCard(page, 'Pro').getByRole('button', { name: 'Start with Pro' }).click();
      await expect(page.getByRole('main')).toContainText('$36.75');
      await payAtCheckout(page, 'Subscribe');
      await page.waitForURL(/\/account\/return\//);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are on Pro');
      await expect(fact(page, 'Charged today')).toContainText('$36.75');
      await expect(fact(page, 'SPRING25')).toContainText('25% off until 16 February 2027');

      const [customer] = (await stripe.customers.list({ email })).data;
      const { data } = await stripe.subscriptions.list({ customer: customer?.id ?? '', status: 'all' });
      expect(data).toMatchObject([{ status: 'active', items: { data: [{ price: { unit_amount: 4900 } }] } }]);
    });
  });
}

test('leaving Checkout starts nothing, and the way back keeps the choice', async ({
  page,
  aCustomer,
  openAs,
}) => {
  const farah = await aCustomer();
  await openAs(farah.email, '/pricing?promo=LOYAL15&interval=year&plan=scale');
  await planCard(page, 'Scale').getByRole('button', { name: 'Start with Scale' }).click();
  await page.waitForURL(/\/c\/pay\//);
  await page
    .getByRole('link', { name: /back|return|←/i })
    .first()
    .click();
  await page.waitForURL(/\/account\/return\//);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No plan was started');
  await expect(page.getByRole('main')).toContainText('Nothing was charged.');
  await page.getByRole('link', { name: 'Back to the plans' }).click();
  await expect(planCard(page, 'Scale')).toContainText('Your pick');
  await expect(planCard(page, 'Scale').locator('s')).toContainText('$1,490.00');
});
