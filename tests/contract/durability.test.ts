import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { afterEach, expect } from 'vitest';
import { accountIdOf } from '../../local-stripe/account';
import { DidNotStart, type OwnStripe, startOwnStripe } from '../rig/own-stripe';
import { localOnly } from './stripe-under-test';
import { WebhookReceiver } from './webhook-receiver';

const folders: string[] = [];
const running: OwnStripe[] = [];

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'local-stripe-'));
  folders.push(folder);
  return folder;
};

async function started(folder: string): Promise<OwnStripe & { stripe: Stripe; journal: string }> {
  const own = await startOwnStripe(folder);
  running.push(own);
  const { hostname, port } = new URL(own.url);
  const stripe = new Stripe('sk_test_durable', {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
  return { ...own, stripe, journal: join(folder, 'journal.jsonl') };
}

afterEach(async () => {
  for (const own of running.splice(0)) await own.kill();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

localOnly('what was answered is there after a restart, the idempotent answers too', async () => {
  const folder = aFolder();
  const first = await started(folder);
  const customer = await first.stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'the-key' });
  await first.kill();
  const { stripe } = await started(folder);
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ name: 'Ada' });
  const again = await stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'the-key' });
  expect(again.id).toBe(customer.id);
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect((await stripe.customers.list()).data).toHaveLength(1);
});

localOnly('a key whose answer an older version kept in another form is taken as new', async () => {
  const folder = aFolder();
  const now = Math.floor(Date.now() / 1000);
  const old = { id: 'the-key', request: '5f4dcc3b', status: 200, body: '{"id":"cus_old"}', at: now };
  const writes = [['idempotentAnswers', 'the-key', old]];
  writeFileSync(
    join(folder, 'journal.jsonl'),
    `${JSON.stringify({ account: accountIdOf('sk_test_durable'), writes })}\n`,
  );
  const { stripe } = await started(folder);
  for (const _ of [1, 2]) await stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'the-key' });
  expect((await stripe.customers.list()).data).toHaveLength(1);
});

const TAILS: ReadonlyArray<readonly [what: string, damage: (file: string) => void]> = [
  ['half a line', (file) => appendFileSync(file, '{"account":"acct_1","wri')],
  ['a whole line without its end', (file) => appendFileSync(file, '{"account":"acct_1","writes":[]}')],
  ['zero bytes', (file) => appendFileSync(file, Buffer.alloc(4096))],
  ['something else', (file) => appendFileSync(file, '42\n')],
];

for (const [what, damage] of TAILS)
  localOnly(`a journal that ends in ${what} is loaded up to there, and the rest is kept aside`, async () => {
    const folder = aFolder();
    const first = await started(folder);
    const { id } = await first.stripe.customers.create({ name: 'Ada' });
    await first.kill();
    damage(first.journal);
    const second = await started(folder);
    expect(second.printed()).toContain('The journal ends in');
    expect(second.printed()).toContain(`${second.journal}.damaged`);
    expect(existsSync(`${second.journal}.damaged`)).toBe(true);
    const grace = await second.stripe.customers.create({ name: 'Grace' });
    await second.kill();
    const third = await started(folder);
    expect(third.printed()).not.toContain('The journal ends in');
    expect((await third.stripe.customers.list()).data.map((each) => each.id)).toEqual([grace.id, id]);
  });

localOnly('a last line that was cut is left out and everything before it is there', async () => {
  const folder = aFolder();
  const first = await started(folder);
  const { id } = await first.stripe.customers.create({ name: 'Ada' });
  await first.stripe.customers.create({ name: 'Grace' });
  await first.kill();
  truncateSync(first.journal, readFileSync(first.journal).length - 10);
  const { stripe } = await started(folder);
  expect((await stripe.customers.list()).data.map((each) => each.id)).toEqual([id]);
});

localOnly('a delivery that failed is tried again after a restart', async () => {
  const folder = aFolder();
  const receiver = await WebhookReceiver.listen(500);
  const first = await started(folder);
  await first.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['customer.created'] });
  await first.stripe.customers.create({ name: 'Ada' });
  await receiver.received(1);
  await first.kill();
  await started(folder);
  const [before, after] = await receiver.received(2);
  receiver.close();
  expect(after?.id).toBe(before?.id);
});

localOnly('a second process on the same folder is told who has it', async () => {
  const folder = aFolder();
  const first = await started(folder);
  await expect(started(folder)).rejects.toThrow(
    `The data folder ${folder} is in use by process ${first.process.pid}. Stop it, or pass another --data.`,
  );
  await expect(first.stripe.customers.list()).resolves.toMatchObject({ data: [] });
});

localOnly('of five that start at once, one gets the folder', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, 'lock'), '2147483646'); // no process has it
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => started(folder)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results)
    if (result.status === 'rejected') {
      expect(result.reason).toBeInstanceOf(DidNotStart);
      expect(result.reason.message).toMatch(/^The data folder .* is (in use by process \d+|being taken)/);
    }
});

localOnly('the lock of a process that is gone is taken over', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, 'lock'), 'nonsense');
  const { stop } = await started(folder);
  await stop();
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});
