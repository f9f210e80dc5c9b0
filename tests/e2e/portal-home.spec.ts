import { enterCard, expect, expectToBeRight, heading, save, test } from './portal-visit';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the home: a card is added, becomes the default, and the old one goes @phone', async ({
    page,
    portal,
  }) => {
    await portal.open('home');
    await page.getByRole('link', { name: 'Add a card' }).click();
    await enterCard(page, '5555555555554444');
    await expect(page.getByRole('status')).toContainText('New card saved: Mastercard');
    expect(await portal.chargedOn()).toBe('4444');
    await page.getByRole('link', { name: /^Remove Visa ending in 4242/ }).click();
    await page.getByRole('button', { name: 'Remove card' }).click();
    await expect(page.getByRole('status')).toContainText('Removed: Visa ending in 4242');
    await expect(page.getByRole('link', { name: /^Remove/ })).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('status')).toHaveCount(0);
  });

  test('the home leads to every flow and back @phone', async ({ page, portal }) => {
    await portal.open('home');
    for (const name of ['Update plan', 'Pause plan', 'Cancel plan', 'Add a card', 'Edit']) {
      const before = page.url();
      await page.getByRole('link', { name: new RegExp(`^${name}`) }).click();
      await expect(heading(page)).not.toHaveText('Your plan and billing');
      await page.getByRole('link', { name: 'Back to your plan and billing' }).click();
      expect(page.url()).toBe(before);
    }
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`no accessibility violations, and all fits at 320 px: ${colorScheme}`, () => {
    test.use({ colorScheme });

    test(`the card form, empty, with errors and refused (${colorScheme}) @phone`, async ({
      page,
      portal,
    }) => {
      await portal.open('payment_method_update');
      await expectToBeRight(page);
      await save(page);
      await expectToBeRight(page);
      await enterCard(page, '4000000000000127');
      await expectToBeRight(page);
      await enterCard(page, '5555555555554444');
      await expectToBeRight(page);
    });

    test(`the billing information and its errors (${colorScheme}) @phone`, async ({ page, portal }) => {
      await portal.open('customer_update');
      await expectToBeRight(page);
      await page.getByLabel('E-mail address').fill('nobody');
      await page.getByRole('button', { name: 'Save billing information' }).click();
      await expectToBeRight(page);
    });

    test(`the home and its question (${colorScheme}) @phone`, async ({ page, portal, stripe }) => {
      await stripe.paymentMethods.attach('pm_card_mastercard', { customer: portal.ada.customer });
      await portal.open('home', { locale: 'de' });
      await expectToBeRight(page);
      await page.locator('a[href*="payment_method_remove"]').click();
      await expectToBeRight(page);
      await page.locator('form button').click();
      await expectToBeRight(page);
    });
  });
}
