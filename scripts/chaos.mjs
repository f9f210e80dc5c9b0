// npm run chaos: the app under everything that goes wrong, and every row compared with Stripe in the end.
//   -- --customers 1000 --operations 10000 --kills 20 --days 45 --seed N · --log FILE keeps what the app logs

import './launcher/node-version.mjs';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureAppBuilt } from './launcher/app-build.mjs';
import { bundle } from './launcher/bundle.mjs';
import { Failure } from './launcher/failure.mjs';
import { live } from './launcher/lifetime.mjs';
import { runOwnProgram, startOwnServices } from './launcher/own-services.mjs';
import { freePort } from './launcher/ports.mjs';

function readSizes() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: { customers: text, operations: text, kills: text, days: text, seed: text, log: text },
  });
  const size = (name, usual) => {
    const given = values[name] ?? String(usual);
    if (!/^\d{1,9}$/.test(given)) throw new Failure(`--${name} takes a whole number, got "${given}".`);
    return Number(given);
  };
  return {
    customers: size('customers', 1000),
    operations: size('operations', 10_000),
    kills: size('kills', 20),
    days: size('days', 45),
    seed: size('seed', randomInt(1_000_000)),
    ...(values.log && { log: values.log }),
  };
}

await live(async (lifetime) => {
  const sizes = readSizes();
  const { databaseUrl, stripeUrl } = await startOwnServices(lifetime, ensureAppBuilt);
  await runOwnProgram('tests/chaos/main.ts', 'chaos', {
    ...sizes,
    databaseUrl,
    stripeUrl,
    appPort: await freePort(),
    syncProgram: await bundle('scripts/tools/sync.ts', 'chaos-sync'),
  });
});
