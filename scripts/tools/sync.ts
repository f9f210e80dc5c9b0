// npm run sync: reads every customer at Stripe again, mends what differs, and tells what did.

import { differences } from '../../lib/billing/differences';
import { db } from '../../lib/db/client';
import { findCustomer, readState } from '../../lib/db/customer-store';
import { customers } from '../../lib/db/schema';
import { syncCustomer } from '../../lib/stripe/sync';

const BAR = 24;

function progress(done: number, all: number): void {
  if (!process.stderr.isTTY) return;
  const filled = Math.round((BAR * done) / Math.max(all, 1));
  process.stderr.write(`\r  ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}  ${done} of ${all} customers `);
  if (done === all) process.stderr.write('\n');
}

async function main(): Promise<void> {
  const rows = await db()
    .select({ userId: customers.userId, id: customers.stripeCustomerId })
    .from(customers);
  let [mended, failed] = [0, 0];
  for (const [index, { userId, id }] of rows.entries()) {
    progress(index, rows.length);
    try {
      const known = await findCustomer(userId);
      if (!known) continue;
      const before = await readState(known);
      const found = differences(before, await syncCustomer(id));
      if (found.length === 0) continue;
      mended += 1;
      console.log(`${id}\n${found.map((line) => `    ${line}`).join('\n')}`);
    } catch (error) {
      failed += 1;
      console.error(`${id}\n    ${error instanceof Error ? error.message : error}`);
    }
  }
  progress(rows.length, rows.length);
  console.log(`${rows.length} customers read, ${mended} mended, ${failed} could not be read.`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(() => process.exit());
