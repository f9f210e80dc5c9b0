// npm run stripe: the local Stripe alone, for an app of your own or for curl.
//   npm run stripe -- --port 12111 --data some/folder

import './launcher/node-version.mjs';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './launcher/install.mjs';
import { live } from './launcher/lifetime.mjs';
import { startLocalStripe } from './launcher/local-stripe.mjs';
import { parseNow } from './launcher/options.mjs';
import { claimPort, parsePort } from './launcher/ports.mjs';
import { bold, step } from './launcher/progress.mjs';

await live(async (lifetime) => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '12111' },
      data: { type: 'string' },
      now: { type: 'string' },
    },
  });
  const port = await claimPort(parsePort(values.port, '--port'), 'the local Stripe', '--port');
  await step('packages', ensureInstalled);
  const { url, service } = await startLocalStripe({
    port,
    data: values.data,
    now: parseNow(values.now),
    show: true,
  });
  lifetime.onEnd(service.stop);
  console.log(`
  Local Stripe   ${bold(url)}  (STRIPE_API_BASE)
  Key            any sk_test_… is an account of its own, made on first use
  Data           ${values.data ?? 'in memory; --data FOLDER keeps it'}
  Stop           Ctrl-C
`);
  await Promise.race([lifetime.untilAsked, service.untilBroken]);
});
