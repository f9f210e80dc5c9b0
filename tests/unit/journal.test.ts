import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from '../../local-stripe/durable/entry';
import { Journal } from '../../local-stripe/durable/journal';
import { Store, type Write } from '../../local-stripe/store';

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

test('records of two collections with one id are each loaded as they were left', () => {
  const { journal } = opened();
  const loaded: unknown[] = [];
  journal.append('acct_1', [
    ['cards', 'pm_1', { id: 'pm_1', number: '4242' }],
    ['paymentMethods', 'pm_1', { id: 'pm_1', customer: null }],
    ['paymentMethods', 'pm_2', { id: 'pm_2', customer: null }],
    ['cards', 'pm_1', { id: 'pm_1', number: '4242', passed: true }],
    ['paymentMethods', 'pm_1', { id: 'pm_1', customer: 'cus_1' }],
  ]);
  journal.close();
  Journal.open(
    folder,
    ({ writes }) => loaded.push(...writes),
    () => {},
  ).close();
  expect(loaded).toEqual([
    ['cards', 'pm_1', { id: 'pm_1', number: '4242', passed: true }],
    ['paymentMethods', 'pm_1', { id: 'pm_1', customer: 'cus_1' }],
    ['paymentMethods', 'pm_2', { id: 'pm_2', customer: null }],
  ]);
});

test('an earlier form of a record is written as what differs, and is whole again', () => {
  const { journal } = opened();
  const draft = { id: 'in_1', status: 'draft', customer: 'cus_1', lines: ['Basic'] };
  const paid = { ...draft, status: 'paid' };
  const event = (id: string, object: object): Write => ['events', id, { id, data: { object }, type: 'x' }];
  journal.append('acct_1', [['invoices', 'in_1', paid], event('evt_1', draft), event('evt_2', paid)]);
  journal.close();
  const text = readFileSync(join(folder, 'journal.jsonl'), 'utf8');
  expect(text.match(/"Basic"/g)).toHaveLength(1);
  const { loaded } = opened();
  expect(loaded.get('in_1')).toEqual(paid);
  expect(loaded.get('evt_1')).toEqual({ id: 'evt_1', data: { object: draft }, type: 'x' });
  expect(loaded.get('evt_2')).toEqual({ id: 'evt_2', data: { object: paid }, type: 'x' });
});

test.each([
  ['a field more', { id: 'cus_1', name: 'Ada', phone: null }],
  ['a field less', { id: 'cus_1' }],
  ['its fields in another order', { name: 'Ada', id: 'cus_1' }],
  ['a field that JSON leaves out', { id: 'cus_1', name: undefined }],
])('an event about an object with %s keeps its text', (_, object) => {
  const { journal } = opened();
  journal.append('acct_1', [
    customer('cus_1', 'Ada'),
    ['events', 'evt_1', { id: 'evt_1', data: { object } }],
  ]);
  journal.close();
  const event = opened().loaded.get('evt_1') as { data: { object: object } };
  expect(JSON.stringify(event.data.object)).toBe(JSON.stringify(object));
});

test('an answer that shows a record is written once with it, and events about what it shows as well', () => {
  const { journal } = opened();
  const price = { id: 'price_1', name: 'Ada', hidden: { tiers: [1] } };
  const { hidden: _, ...shown } = price;
  const key = (id: string, answer: object): Write => ['idempotentAnswers', id, { id, status: 200, answer }];
  journal.append('acct_1', [
    customer('cus_1', 'Grace'),
    ['prices', 'price_1', price],
    key('key_1', shown),
    ['events', 'evt_1', { id: 'evt_1', data: { object: shown } }],
    key('key_2', { error: { message: 'No' } }),
  ]);
  journal.close();
  expect(readFileSync(join(folder, 'journal.jsonl'), 'utf8').match(/"Ada"/g)).toHaveLength(2);
  const { loaded } = opened();
  expect(loaded.get('key_1')).toEqual({ id: 'key_1', status: 200, answer: shown });
  expect(loaded.get('evt_1')).toEqual({ id: 'evt_1', data: { object: shown } });
  expect(loaded.get('key_2')).toEqual({ id: 'key_2', status: 200, answer: { error: { message: 'No' } } });
});

test('a compaction is due when there are 50 000 writes beyond two for each record', () => {
  const { journal } = opened();
  const customers = Array.from({ length: 25_001 }, (_, i) => customer(`cus_${i}`, ''));
  journal.append('acct_1', customers);
  journal.append('acct_1', customers);
  expect(journal.isDue(0)).toBe(true);
  expect(journal.isDue(1)).toBe(false);
  journal.close();
  const { journal: again } = opened();
  expect(again.isDue(0)).toBe(true);
  expect(again.isDue(1)).toBe(false);
  again.close();
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

const invoice = (id: string, status: string) => ({ id, object: 'invoice', status, customer: 'Ada' });
const about = (id: string, object: object): Write => ['events', id, { id, data: { object } }];

test('after a compaction events stand in a line with the record that they are about, which is in it once', async () => {
  const { journal } = opened();
  const store = new Store();
  const [draft, paid] = [invoice('in_1', 'draft'), invoice('in_1', 'paid')];
  store.load([['invoices', 'in_1', paid], about('evt_1', draft), about('evt_2', paid)]);
  const [record, ...events] = store.snapshot();
  await journal.compact([
    { account: 'acct_1', writes: record ? [record] : [] },
    { account: 'acct_1', writes: events },
  ]);
  journal.close();
  const [first, second] = readFileSync(join(folder, 'journal.jsonl'), 'utf8').split('\n');
  expect(first?.match(/"Ada"/g)).toHaveLength(1);
  expect(second?.match(/"Ada"/g)).toHaveLength(1);
  expect([...opened().loaded]).toEqual([
    ['in_1', paid],
    ['evt_1', { id: 'evt_1', data: { object: draft } }],
    ['evt_2', { id: 'evt_2', data: { object: paid } }],
  ]);
});

test('what is made while all is written anew keeps its place in lists', () => {
  const store = new Store();
  store.load([['invoices', 'in_1', invoice('in_1', 'paid')], about('evt_1', invoice('in_1', 'paid'))]);
  const snapshot = store.snapshot();
  // Its invoices are written by now, and it is at its events.
  const anew: Write[] = [snapshot.next().value ?? [], snapshot.next().value ?? []];
  const meanwhile: Write[] = [
    ['invoices', 'in_2', invoice('in_2', 'draft')],
    ['invoices', 'in_3', invoice('in_3', 'paid')],
    about('evt_3', invoice('in_3', 'paid')),
    ['invoices', 'in_1', invoice('in_1', 'void')],
  ];
  store.load(meanwhile);
  anew.push(...snapshot, ...meanwhile);
  const again = new Store();
  again.load(anew);
  expect([...again.oldestFirst('invoices')].map(({ id, status }) => `${id} ${status}`)).toEqual([
    'in_1 void',
    'in_2 draft',
    'in_3 paid',
  ]);
  expect([...again.oldestFirst('events')].map(({ id }) => id)).toEqual(['evt_1', 'evt_3']);
});

test('a folder of another format is refused and stays as it is', () => {
  const { journal } = opened();
  journal.append('acct_1', [customer('cus_1', 'Ada')]);
  journal.close();
  const written = readFileSync(join(folder, 'journal.jsonl'), 'utf8');
  writeFileSync(join(folder, 'format'), '2\n');
  expect(opened).toThrow(
    `The data folder ${folder} is of format "2", and this version of the local Stripe reads format 1. Start the version that wrote it, or pass another --data.`,
  );
  expect(readFileSync(join(folder, 'journal.jsonl'), 'utf8')).toBe(written);
  writeFileSync(join(folder, 'format'), '1\n');
  expect(opened().loaded).toEqual(new Map([['cus_1', { id: 'cus_1', name: 'Ada' }]]));
});

test('a folder that names no format is read, and names it from then on', () => {
  writeFileSync(
    join(folder, 'journal.jsonl'),
    '{"account":"acct_1","writes":[["customers","cus_1",{"id":"cus_1"}]]}\n',
  );
  const { journal, loaded } = opened();
  journal.close();
  expect(loaded).toEqual(new Map([['cus_1', { id: 'cus_1' }]]));
  expect(readFileSync(join(folder, 'format'), 'utf8')).toBe('1\n');
});

test('the damaged ends that two starts find are both kept', () => {
  const file = join(folder, 'journal.jsonl');
  for (const damage of ['one half of a line', 'another']) {
    appendFileSync(file, damage);
    const { journal, warnings } = opened();
    journal.close();
    expect(warnings).toHaveLength(1);
  }
  expect(readFileSync(`${file}.damaged`, 'utf8')).toBe('one half of a lineanother');
});
