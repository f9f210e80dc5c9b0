// npm run bench:account: the account page of one person among 1,000, 100,000 and 1,000,000 customers.
//   -- --quick up to 100,000

import './launcher/node-version.mjs';
import { ensureAppBuilt } from './launcher/app-build.mjs';
import { live } from './launcher/lifetime.mjs';
import { runOwnProgram, startOwnServices } from './launcher/own-services.mjs';
import { freePort } from './launcher/ports.mjs';

const SIZES = [1_000, 100_000, 1_000_000];

await live(async (lifetime) => {
  const { databaseUrl, stripeUrl } = await startOwnServices(lifetime, ensureAppBuilt);
  const sizes = process.argv.includes('--quick') ? SIZES.slice(0, 2) : SIZES;
  const ports = [];
  for (const _size of sizes) ports.push(await freePort());
  await runOwnProgram('tests/bench/account.ts', 'bench-account', { databaseUrl, stripeUrl, ports, sizes });
});
