import type { Page } from '@playwright/test';
import { signIn, test } from '../e2e/fixtures';
import { chooseInPricing } from '../e2e/portal-steps';

const shoot = (page: Page, name: string, fullPage = true) =>
  page.screenshot({ path: `docs/images/${name}.png`, fullPage });

/** Takes the page as it is, in both colour schemes. */
async function take(page: Page, name: string, fullPage = true): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await shoot(page, `${name}-${colorScheme}`, fullPage);
  }
}

test('the way of a campaign visitor', async ({ page }) => {
  await signIn(page, 'ada@example.com', '/pricing?promo=SPRING25');
  await take(page, 'pricing', false);
  await page.setViewportSize({ width: 390, height: 844 });
  await take(page, 'pricing-phone');
  await page.setViewportSize({ width: 1280, height: 860 });
  await chooseInPricing(page, 'Pro');
  await take(page, 'portal');
  await page.getByRole('button', { name: /^Confirm and pay/ }).click();
  await page.waitForURL(/\/account\/return\//);
  await take(page, 'proof');
  await page.goto('/account');
  await take(page, 'account');
});

for (const name of ['bruno', 'chiara', 'dmitri', 'emi', 'farah'])
  test(`the account of ${name}`, async ({ page }) => {
    await signIn(page, `${name}@example.com`);
    await shoot(page, `account-${name}`);
  });

test('the portal’s pages', async ({ page, aSubscriber }) => {
  const { email } = await aSubscriber({ plan: 'pro' });
  await signIn(page, email);
  for (const [button, name] of [
    ['Open the billing portal', 'portal-home'],
    ['Replace', 'portal-card'],
    ['Cancel plan', 'portal-cancel'],
    ['Pause plan', 'portal-pause'],
    ['Change plan there', 'portal-update'],
    ['Edit', 'portal-billing'],
  ] as const) {
    await page.goto('/account');
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.waitForURL(/\/p\/session\//);
    await shoot(page, name);
  }
  await page.goto('/account');
  await page.getByRole('button', { name: 'Cancel plan' }).click();
  await page.getByRole('link', { name: 'Continue' }).click();
  await shoot(page, 'portal-offer');
});

test('the local Stripe’s dashboard', async ({ page, services }) => {
  await page.goto(services.stripeUrl);
  await page.getByRole('link', { name: 'Northlight' }).click();
  await shoot(page, 'local-stripe', false);
});
