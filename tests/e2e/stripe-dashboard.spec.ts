import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the local Stripe’s dashboard shows what was refused, and every page of it is accessible @phone', async ({
      page,
      services,
      stripe,
    }) => {
      await expect(stripe.customers.retrieve('cus_nobody')).rejects.toThrow('No such customer');
      await page.goto(services.stripeUrl);
      await page.getByRole('link', { name: 'Northlight' }).first().click(); // the app's own; other tests open more
      await expect(page.getByText("No such customer: 'cus_nobody'").first()).toBeVisible();
      const tabs = page.getByRole('navigation');
      for (const name of await tabs.getByRole('link').allTextContents()) {
        await tabs.getByRole('link', { name, exact: true }).click();
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
          .analyze();
        expect(violations.map(({ id }) => `${name}: ${id}`)).toEqual([]);
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        );
        expect(sideways).toBe(false);
      }
    });
  });
}
