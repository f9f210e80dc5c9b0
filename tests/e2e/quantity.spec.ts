import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { subscriptions } from '@/lib/db/schema';
import { expectNoViolations } from './accessible';
import { expect, finishSignIn, test } from './fixtures';
import { fact, planCard } from './portal-steps';

const field = (page: Page) => planCard(page, 'Scale').getByLabel('Workspaces');
const press = (page: Page, name: string) => planCard(page, 'Scale').getByRole('button', { name }).click();

test('more workspaces with a code: card, portal, proof, invoice, database and account agree @phone', async ({
  page,
  aSubscriber,
  stripe,
  database,
  openAs,
}) => {
  const ada = await aSubscriber({ plan: 'scale', quantity: 2 });
  await openAs(ada.email, '/pricing?promo=SPRING25');
  await expect(planCard(page, 'Scale')).toContainText('Your plan');
  await expect(planCard(page, 'Scale')).toContainText('You have 2 workspaces.');
  await expect(field(page)).toHaveValue('2');
  await field(page).fill('11');
  await press(page, 'Show price');
  await expect(field(page)).toHaveValue('11'); // the browser itself knows the limits

  await field(page).fill('3');
  await press(page, 'Show price');
  await expect(planCard(page, 'Scale').locator('s')).toContainText('$447.00');
  await expect(planCard(page, 'Scale')).toContainText('$335.25');
  await expect(planCard(page, 'Scale')).toContainText(
    'for 3 workspaces at $149.00, per month for 3 months, then $447.00',
  );
  // half a month: three at 25 % off are 167.63, two that were paid are given back as 149.00
  await expect(planCard(page, 'Scale')).toContainText('You pay $18.63 today.');
  await expectNoViolations(page);
  await press(page, 'Change to 3 workspaces');

  await page.waitForURL(/\/p\/session\//);
  await expect(page.getByRole('main')).toContainText('3 × $149.00');
  await page.getByRole('button', { name: 'Confirm and pay $18.63' }).click();

  await page.waitForURL(/\/account\/return\//);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are on Scale with 3 workspaces');
  await expect(fact(page, 'Plan')).toContainText('Scale, 2 × $149.00 per month');
  await expect(fact(page, 'Charged today')).toContainText('$18.63');
  await expect(fact(page, 'Next payment')).toContainText('$335.25 on 1 December 2026');
  const [invoice] = (await stripe.invoices.list({ customer: ada.customerId, limit: 1 })).data;
  expect([invoice?.amount_paid, invoice?.status]).toEqual([1863, 'paid']);
  const rows = await database.select().from(subscriptions).where(eq(subscriptions.id, ada.subscriptionId));
  expect(rows).toMatchObject([{ plan: 'scale', quantity: 3, amount: 14900 }]);

  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Scale, 3 workspaces' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('$335.25 per month');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('somebody new takes three workspaces by the year in euros, through sign-in and Checkout', async ({
    page,
    stripe,
  }) => {
    const email = `new-${randomUUID()}@example.com`;
    await page.goto('/pricing?plan=scale&quantity=11');
    await expect(planCard(page, 'Scale').getByRole('alert')).toHaveText(
      '11 workspaces are more than can be chosen here. Enter 1 to 10, or write to help@northlight.example.',
    );
    await field(page).fill('3');
    await press(page, 'Show price');
    await expect(planCard(page, 'Scale')).toContainText('$447.00');
    await page.getByRole('combobox', { name: 'Currency' }).selectOption('EUR');
    await page.getByRole('button', { name: /^Yearly/ }).click();
    await expect(planCard(page, 'Scale')).toContainText('€4,170.00');
    await expect(page.getByRole('combobox', { name: 'Currency' })).toHaveValue('eur');
    await press(page, 'Start with Scale');
    await finishSignIn(page, email);
    await expect(field(page)).toHaveValue('3');
    await press(page, 'Start with Scale');

    await page.waitForURL(/\/c\/pay\//);
    await expect(page.getByRole('main')).toContainText('€4,170.00');
    await page.getByLabel('Card number').fill('4242 4242 4242 4242');
    await page.getByLabel(/Expir/).fill('08 / 29');
    await page.getByLabel(/CVC|Security code/).fill('123');
    await page.getByLabel(/Name on card|Cardholder/).fill('Grace Hopper');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.waitForURL(/\/account\/return\//);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are on Scale with 3 workspaces');
    await expect(fact(page, 'Charged today')).toContainText('€4,170.00');
    const [customer] = (await stripe.customers.list({ email })).data;
    const { data } = await stripe.subscriptions.list({ customer: customer?.id ?? '' });
    expect(data).toMatchObject([{ currency: 'eur', items: { data: [{ quantity: 3 }] } }]);
  });
});
