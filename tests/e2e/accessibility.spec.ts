import { expectNoViolations } from './accessible';
import { expect, test } from './fixtures';
import { chooseInPricing } from './portal-steps';

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
  openAs,
}) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, '/account');
  await expectNoViolations(page);
  await page.goto('/pricing?promo=SPRING25');
  await chooseInPricing(page, 'Pro');
  await expectNoViolations(page);
  await page.getByRole('button', { name: /^Confirm and pay/ }).click();
  await page.waitForURL(/\/account\/return\//);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are on Pro');
  await expectNoViolations(page);
});
