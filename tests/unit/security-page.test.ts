import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const PAGE = readFileSync('docs/security.md', 'utf8');

test('docs/security.md names only tests that there are', () => {
  const named = [...PAGE.matchAll(/\b(unit|property|database|processes|e2e)\/[a-z-]*\*?/g)].map(
    ([name]) => name,
  );
  expect(named.length).toBeGreaterThan(20);
  const there = ['unit', 'property', 'database', 'processes', 'e2e'].flatMap((folder) =>
    readdirSync(`tests/${folder}`).map((file) => `${folder}/${file.replace(/\.(test|spec)\.ts$/, '')}`),
  );
  const isThere = (name: string) =>
    name.endsWith('*') ? there.some((each) => each.startsWith(name.slice(0, -1))) : there.includes(name);
  const missing = named.filter((name) => !isThere(name));
  expect(missing).toEqual([]);
});

test('docs/security.md has every chapter of ASVS 5.0', () => {
  const chapters = [...PAGE.matchAll(/^\| (\d+) /gm)].map(([, chapter]) => Number(chapter));
  expect(chapters).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
});
