import type { Page } from '@playwright/test';
import { signIn, test } from '../e2e/fixtures';
import { chooseInPricing } from '../e2e/portal-steps';

/** Takes the page as it is, in both colour schemes. */
async function take(page: Page, name: string, fullPage = true): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `docs/images/${name}-${colorScheme}.png`, fullPage });
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
