import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { afterEach, expect } from 'vitest';
import { aCatalogue, aSubscriber, DECEMBER_1, NOVEMBER_1 } from '../factories';
import { type OwnStripe, startOwnStripe } from '../rig/own-stripe';
import { localOnly } from './stripe-under-test';

const KEY = 'sk_test_stuck';
const folder = mkdtempSync(join(tmpdir(), 'local-stripe-'));
const running: OwnStripe[] = [];
afterEach(async () => {
  for (const own of running.splice(0)) await own.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function started() {
  const own = await startOwnStripe(folder, '--now', String(NOVEMBER_1));
  running.push(own);
  const { hostname, port } = new URL(own.url);
  const stripe = new Stripe(KEY, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
  return { ...own, stripe };
}

localOnly('a period that cannot be renewed is reported once, and everything else goes on', async () => {
  const first = await started();
  const { starter } = await aCatalogue(first.stripe);
  const [broken, whole] = [
    await aSubscriber(first.stripe, { price: starter.month }),
    await aSubscriber(first.stripe, { price: starter.month }),
  ];
  await first.kill();
  // What no request can do: the journal loses the customer of a subscription that goes on.
  const journal = join(folder, 'journal.jsonl');
  const { account } = JSON.parse(
    readFileSync(journal, 'utf8')
      .split('\n')
      .find((line) => line.includes(broken.customer)) ?? '',
  );
  appendFileSync(journal, `${JSON.stringify({ account, writes: [['customers', broken.customer, null]] })}\n`);

  const { url, stripe, printed } = await started();
  const moved = await fetch(`${url}/_local/clock`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body: new URLSearchParams({ now: String(DECEMBER_1) }),
  });
  expect(moved.status).toBe(200);
  await stripe.customers.create();
  expect((await stripe.invoices.list({ customer: whole.customer })).data).toHaveLength(2);
  expect((await stripe.invoices.list({ subscription: broken.subscription })).data).toHaveLength(1);
  const reports = printed()
    .split('\n')
    .filter((line) => line.includes('failed and is left out'));
  expect(reports).toEqual([expect.stringContaining(`of ${broken.subscription} at `)]);
});
