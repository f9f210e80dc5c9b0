import type { Page } from '@playwright/test';
import { expect, finishSignIn, signIn, test } from './fixtures';
import { chooseInPricing, fact, planCard } from './portal-steps';

const CAMPAIGN = '/pricing?promo=SPRING25&plan=pro';

/** Half of November is left of Starter at $15.00: −$7.50, and of Pro at $36.75: $18.38. */
async function confirmsProInPortal(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Switch to Pro');
  await expect(page.getByRole('main')).toContainText('SPRING25');
  await expect(page.getByRole('main')).toContainText('25% off for 3 months, then $49.00 per month');
  await expect(page.getByRole('main')).toContainText('−$7.50');
  await expect(page.getByRole('main')).toContainText('$18.38');
  await page.getByRole('button', { name: 'Confirm and pay $10.88' }).click();
  await page.waitForURL(/\/account\/return\//);
}

async function seesProProven(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are on Pro');
  await expect(fact(page, 'Plan')).toContainText('Starter, $15.00 per month');
  await expect(fact(page, 'Plan')).toContainText('Pro, $49.00 per month');
  await expect(fact(page, 'Charged today')).toContainText('$10.88');
  await expect(fact(page, 'SPRING25')).toContainText('25% off until 16 February 2027');
  await expect(fact(page, 'Next payment')).toContainText('$36.75 on 1 December 2026');
}

test('a campaign link leads from the struck-through price to a proven change @phone', async ({
  page,
  aSubscriber,
  stripe,
}) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await signIn(page, ada.email, CAMPAIGN);
  await expect(planCard(page, 'Pro').locator('s')).toContainText('$49.00');
  await expect(planCard(page, 'Pro')).toContainText('$36.75');
  await expect(planCard(page, 'Pro')).toContainText('for 3 months, then $49.00');
  await chooseInPricing(page, 'Pro');
  await confirmsProInPortal(page);
  await seesProProven(page);

  const after = await stripe.subscriptions.retrieve(ada.subscriptionId, { expand: ['latest_invoice'] });
  expect(after.items.data).toMatchObject([{ id: ada.itemId, price: { unit_amount: 4900 } }]);
  expect(after.discounts).toHaveLength(1);
  expect(after.latest_invoice).toMatchObject({
    billing_reason: 'subscription_update',
    status: 'paid',
    amount_paid: 1088,
  });
});

test('the answer of a return stays the same when it is loaded again', async ({
  page,
  aSubscriber,
  openAs,
}) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, CAMPAIGN);
  await chooseInPricing(page, 'Pro');
  await confirmsProInPortal(page);
  await page.reload();
  await seesProProven(page);
});

test('the invoice of the change can be opened from its proof', async ({ page, aSubscriber, openAs }) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, CAMPAIGN);
  await chooseInPricing(page, 'Pro');
  await confirmsProInPortal(page);
  await fact(page, 'Charged today').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Invoice [A-Za-z0-9]+-0002$/);
  await expect(page.getByRole('main')).toContainText('Paid on');
});

test('plan, interval and code survive the sign-in @phone', async ({ page, aSubscriber }) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await page.goto('/pricing?promo=LOYAL15&interval=year');
  await planCard(page, 'Scale').getByRole('button', { name: 'Start with Scale' }).click();
  await page.waitForURL(/\/sign-in/);
  await finishSignIn(page, ada.email);
  const landed = new URL(page.url());
  expect(landed.pathname).toBe('/pricing');
  expect(Object.fromEntries(landed.searchParams)).toMatchObject({
    promo: 'LOYAL15',
    interval: 'year',
    plan: 'scale',
  });
  await expect(planCard(page, 'Scale')).toContainText('Your pick');
  await chooseInPricing(page, 'Scale');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Switch to Scale');
  await expect(page.getByRole('main')).toContainText('LOYAL15');
  await expect(page.getByRole('main')).toContainText('15% off for as long as you stay');
});

test('the account tells the new plan even when nobody comes back from the portal', async ({
  page,
  aSubscriber,
  openAs,
}) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, CAMPAIGN);
  await expect(planCard(page, 'Starter')).toContainText('Your plan');
  await chooseInPricing(page, 'Pro');
  // the press arrives at Stripe, and the browser is closed before it comes back
  await page.route(/\/account\/return\//, (route) => route.abort());
  await page.getByRole('button', { name: 'Confirm and pay $10.88' }).click();
  await expect(async () => {
    await page.goto('/account');
    await expect(page.getByRole('main')).toContainText('Pro', { timeout: 500 });
  }).toPass();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the whole way works with plain forms and links', async ({ page, aSubscriber }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await page.goto(CAMPAIGN);
    await planCard(page, 'Pro').getByRole('button').click();
    await finishSignIn(page, ada.email);
    await chooseInPricing(page, 'Pro');
    await confirmsProInPortal(page);
    await seesProProven(page);
  });
});
