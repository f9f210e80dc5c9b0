import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from '../../local-stripe/durable/entry';
import { Journal } from '../../local-stripe/durable/journal';
import type { Write } from '../../local-stripe/store';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const customer = (id: string, name: string): Write => ['customers', id, { id, name }];

function opened(): { journal: Journal; loaded: Map<string, unknown>; warnings: string[] } {
  const loaded = new Map<string, unknown>();
  const warnings: string[] = [];
  const load = ({ writes }: Entry) => {
    for (const [, id, record] of writes) loaded.set(id, record);
  };
  return { journal: Journal.open(folder, load, (warning) => warnings.push(warning)), loaded, warnings };
}

test('what was appended is loaded again', () => {
  const { journal } = opened();
  journal.append('acct_1', [customer('cus_1', 'Ada — “ü”')]);
  journal.close();
  expect(opened().loaded).toEqual(new Map([['cus_1', { id: 'cus_1', name: 'Ada — “ü”' }]]));
});

test('a record that events are about stands in their line once, and is in all of them again', () => {
  const { journal } = opened();
  const ada = { id: 'cus_1', name: 'Ada' };
  const before = { id: 'cus_1', name: 'A.' };
  const event = (id: string, object: object): Write => ['events', id, { id, data: { object }, type: 'x' }];
  journal.append('acct_1', [
    event('evt_0', before),
    event('evt_1', ada),
    ['customers', 'cus_1', before],
    ['customers', 'cus_1', ada],
    event('evt_2', ada),
  ]);
  journal.close();
  const text = readFileSync(join(folder, 'journal.jsonl'), 'utf8');
  expect(text.match(/"Ada"/g)).toHaveLength(1);
  expect([...opened().loaded]).toEqual([
    ['evt_0', { id: 'evt_0', data: { object: before }, type: 'x' }],
    ['evt_1', { id: 'evt_1', data: { object: ada }, type: 'x' }],
    ['cus_1', ada],
    ['evt_2', { id: 'evt_2', data: { object: ada }, type: 'x' }],
  ]);
});

test('a line longer than what is read at a time is one line', () => {
  const { journal } = opened();
  const name = 'ü'.repeat(2_000_000);
  journal.append('acct_1', [customer('cus_1', name)]);
  journal.close();
  const { loaded, warnings } = opened();
  expect(loaded.get('cus_1')).toEqual({ id: 'cus_1', name });
  expect(warnings).toEqual([]);
});

test('what is written during a compaction comes after what it writes', async () => {
  const { journal } = opened();
  for (let i = 0; i < 100; i++) journal.append('acct_1', [customer('cus_1', `old ${i}`)]);
  const entries = function* (): Generator<Entry> {
    yield { account: 'acct_1', writes: [customer('cus_1', 'old 99')] };
    journal.append('acct_1', [customer('cus_1', 'new')]);
    journal.append('acct_1', [customer('cus_2', 'newer')]);
  };
  await journal.compact(entries());
  journal.append('acct_1', [customer('cus_3', 'newest')]);
  journal.close();
  expect(readFileSync(join(folder, 'journal.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(4);
  expect(opened().loaded).toEqual(
    new Map([
      ['cus_1', { id: 'cus_1', name: 'new' }],
      ['cus_2', { id: 'cus_2', name: 'newer' }],
      ['cus_3', { id: 'cus_3', name: 'newest' }],
    ]),
  );
});

test('a compaction that is broken off leaves the journal as it was', async () => {
  const { journal } = opened();
  journal.append('acct_1', [customer('cus_1', 'Ada')]);
  const compaction = journal.compact([{ account: 'acct_1', writes: [] }]);
  journal.close();
  await compaction;
  expect(opened().loaded).toEqual(new Map([['cus_1', { id: 'cus_1', name: 'Ada' }]]));
});
