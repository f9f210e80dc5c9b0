// npm run sync: reads every customer of the key's mode (test or live) at Stripe again, mends what differs, and tells
// what did.

import { countDue, reconcile } from '../../lib/stripe/reconcile';
import { endProgress, showProgress } from './progress-bar';

async function main(): Promise<void> {
  const all = await countDue();
  let [read, mended, failed] = [0, 0, 0];
  for await (const result of reconcile()) {
    showProgress(++read, all, 'customers');
    if ('error' in result) {
      failed += 1;
      const { error } = result;
      console.error(`${result.customerId}\n    ${error instanceof Error ? error.message : error}`);
    } else if (result.differences.length > 0) {
      mended += 1;
      console.log(`${result.customerId}\n${result.differences.map((line) => `    ${line}`).join('\n')}`);
    }
  }
  endProgress();
  console.log(`${read} customers read, ${mended} mended, ${failed} could not be read.`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(() => process.exit());
