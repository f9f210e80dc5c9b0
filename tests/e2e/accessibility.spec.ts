import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from './fixtures';
import { chooseInPricing } from './portal-steps';

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const path of [
      '/',
      '/pricing',
      '/pricing?promo=SPRING25',
      '/pricing?promo=NOPE',
      '/sign-in',
      '/outbox',
    ]) {
      test(`${path} has no accessibility violations @phone`, async ({ page }) => {
        await page.goto(path);
        await expectNoViolations(page);
      });
    }

    test('account, portal and proof have no accessibility violations @phone', async ({
      page,
      aSubscriber,
    }) => {
      const ada = await aSubscriber({ plan: 'starter' });
      await signIn(page, ada.email, '/account');
      await expectNoViolations(page);
      await page.goto('/pricing?promo=SPRING25');
      await chooseInPricing(page, 'Pro');
      await expectNoViolations(page);
      await page.getByRole('button', { name: /^Confirm and pay/ }).click();
      await page.waitForURL(/\/account\/return\//);
      await expectNoViolations(page);
    });
  });
}
