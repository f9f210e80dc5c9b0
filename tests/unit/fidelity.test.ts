import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { endpoints } from '../../local-stripe/resources';
import type { Shape } from '../../local-stripe/wire/params';

const PAGES = ['limit', 'starting_after', 'ending_before'];

/** Every parameter by its bracketed path; `[]` is a list's entry, `[*]` a free key. */
function paths(shape: Shape, within = ''): string[] {
  return Object.entries(shape).flatMap(([name, field]) => {
    const path = within === '' ? name : `${within}[${name}]`;
    if (!field.inner || field.kind === 'range') return [path];
    const suffix = field.kind === 'array' ? '[]' : field.kind === 'map' ? '[*]' : '';
    return paths(field.inner, `${path}${suffix}`);
  });
}

function documented(): Record<string, string[]> {
  const lines = readFileSync('docs/fidelity.md', 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const operation = /^- `((?:GET|POST|DELETE) [^`]+)`/.exec(line)?.[1];
      if (!operation) return [];
      const [, ...names] = [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
      return [[operation, [...names, ...(line.includes('_pages_') ? PAGES : [])].sort()]];
    }),
  );
}

test('docs/fidelity.md says nothing twice', () => {
  const rows = readFileSync('docs/fidelity.md', 'utf8')
    .split('\n')
    .filter((line) => /^- `|^\| (?!---)/.test(line) && !/^\| (what|question) \|/.test(line))
    .map((line) => /^- `[^`]+`/.exec(line)?.[0] ?? line);
  expect(rows.filter((row, i) => rows.indexOf(row) !== i)).toEqual([]);
});

test('docs/fidelity.md lists exactly the operations and parameters that exist', () => {
  const existing = Object.fromEntries(
    endpoints.map(({ method, path, params }) => [`${method} ${path}`, paths(params).sort()]),
  );
  expect(documented()).toEqual(existing);
});
