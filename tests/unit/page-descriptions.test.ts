import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What each page says of itself to search engines and to those who share its address; undefined where it says nothing. */
const DESCRIPTIONS = readdirSync('app', { recursive: true, withFileTypes: true })
  .filter(({ name }) => name === 'page.tsx')
  .map(({ parentPath, name }) => join(parentPath, name))
  .filter((file) => !file.includes('[...missing]')) // answers 404
  .map((file) => ({ file, code: readFileSync(file, 'utf8') }))
  .filter(({ code }) => !code.includes('pricingMetadata(')) // both pages of prices say the same, by one rule
  .map(({ file, code }) => ({ file, description: /description:\s*['`](.+)['`],/.exec(code)?.[1] }));

test.each(DESCRIPTIONS)(
  '$file describes itself in a sentence that search results show whole',
  ({ description }) => {
    expect(description).toMatch(/^.{30,155}\.$/);
  },
);

test('no two pages describe themselves alike', () => {
  const said = DESCRIPTIONS.map(({ description }) => description);
  expect(said).toContain('Your plan, your card and your invoices, and the ways to change them.');
  expect([...new Set(said)]).toEqual(said);
});
