import type { Page } from '@playwright/test';

/** The card of one plan on the pricing page. */
export const planCard = (page: Page, name: string) => page.getByRole('article', { name });

/** Presses a plan's button and waits for the portal's page. */
export async function chooseInPricing(page: Page, plan: string): Promise<void> {
  await planCard(page, plan).getByRole('button').filter({ hasNotText: 'Show price' }).click();
  await page.waitForURL(/\/p\/session\//);
}

/** One line of a facts list, such as "Charged today". */
export const fact = (page: Page, label: string) =>
  page.locator('dl > div').filter({ has: page.getByText(label, { exact: true }) });
