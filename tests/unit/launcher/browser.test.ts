import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BROWSER_ARGS } from '../../../scripts/launcher/browser.mjs';

test('the features that are off in the browser are those of Playwright and the two hidden pages of the address bar', () => {
  const program = readFileSync('node_modules/playwright-core/lib/coreBundle.js', 'utf8');
  const [, list = ''] = /disabledFeatures = \[([\s\S]*?)\]\.filter/.exec(program) ?? [];
  const byPlaywright = [...list.matchAll(/^\s*"(\w+)",?$/gm)].map(([, feature]) => feature);
  expect(byPlaywright).toContain('PaintHolding');
  const [own] = BROWSER_ARGS.filter((arg) => arg.startsWith('--disable-features='));
  expect(own?.split('=')[1]?.split(',')).toEqual([
    ...byPlaywright,
    'WebUIOmniboxPopup',
    'WebUIOmniboxAimPopup',
  ]);
});
