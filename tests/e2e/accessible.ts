import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What depends on colours alone: all other rules find the same in the dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** The page breaks no rule of WCAG 2.2 AA, in light colours or dark ones; it is left in light ones. */
export async function expectNoViolations(page: Page): Promise<void> {
  // a colour on its way to another has any contrast
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await expectNone(page, (axe) => axe.withTags(RULES));
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNone(page, (axe) => axe.withRules(OF_COLOURS));
  await page.emulateMedia({ colorScheme: 'light' });
}

async function expectNone(page: Page, choose: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
  // in the page itself: the other mode opens a blank page each time, for frames of other sites, which no page here has
  const { violations } = await choose(new AxeBuilder({ page }).setLegacyMode()).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

/** Nothing of the page is cut off at 320 px. */
export async function expectToFitNarrow(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  if (size) await page.setViewportSize(size);
}
