// npm run demo, npm run dev: from a fresh clone to a running app, with nothing but Node and git on the machine.
//   --port 3000 --stripe-port 12111 · --dev hot reload · --ephemeral temporary data (for tests) · --now UNIX stopped clock

import './launcher/node-version.mjs';
import { existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { printBanner } from './launcher/banner.mjs';
import { openDataFolder } from './launcher/data-folder.mjs';
import { startServices } from './launcher/demo-services.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { live } from './launcher/lifetime.mjs';
import { readOptions } from './launcher/options.mjs';
import { claimPort } from './launcher/ports.mjs';
import { step } from './launcher/progress.mjs';
import { DATA_FOLDER, PROJECT, REAL_DATA_FOLDER } from './launcher/project.mjs';
import { endRunning } from './launcher/run.mjs';
import { chooseStripe } from './launcher/stripe-choice.mjs';

/** Tests get the same whatever the machine and its .env say. */
function readSettings(options) {
  if (options.ephemeral) return { stripe: chooseStripe({}), databaseUrl: undefined };
  const file = join(PROJECT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return { stripe: chooseStripe(process.env), databaseUrl: process.env.DATABASE_URL || undefined };
}

/** Customers of one Stripe account mean nothing in another. */
function dataFolderFor(options, stripe) {
  if (options.ephemeral) return null;
  return stripe.local ? DATA_FOLDER : REAL_DATA_FOLDER;
}

await live(async (lifetime) => {
  const options = readOptions(process.argv.slice(2));
  const { stripe, databaseUrl } = readSettings(options);
  await claimPort(options.port, 'the app', '--port');
  if (stripe.local) await claimPort(options.stripePort, 'the local Stripe', '--stripe-port');
  const data = await openDataFolder(dataFolderFor(options, stripe));
  lifetime.onEnd(async () => {
    await endRunning(); // what was only just being started may be writing there
    data.close();
  });

  console.log();
  await step('packages', ensureInstalled);
  const services = await startServices({ options, data, stripe, databaseUrl, lifetime });
  if (options.ephemeral) {
    const { untilBroken, customers, seededBefore, ...description } = services;
    const file = join(data.path, 'services.json');
    const forTests = {
      ...description,
      now: options.now,
      webhookSecret: data.secrets.webhook?.secret,
      appLog: join(data.path, 'app.log'),
    };
    writeFileSync(file, JSON.stringify(forTests), { mode: 0o600 });
    console.log(`Services are described in ${file}`); // playwright.config.ts waits for this line
  } else {
    printBanner({ ...services, data: relative(PROJECT, data.path) });
  }
  await Promise.race([lifetime.untilAsked, services.untilBroken]);
});
