// npm run bench: what a campaign's peak meets, beside an empty page of the same Next and a plain server.
//   -- --quick one round instead of five

import './launcher/node-version.mjs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureAppBuilt, NEXT } from './launcher/app-build.mjs';
import { bundle } from './launcher/bundle.mjs';
import { openDataFolder } from './launcher/data-folder.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { live } from './launcher/lifetime.mjs';
import { startLocalStripe } from './launcher/local-stripe.mjs';
import { freePort } from './launcher/ports.mjs';
import { startPostgres } from './launcher/postgres.mjs';
import { step } from './launcher/progress.mjs';
import { BUILD_FOLDER } from './launcher/project.mjs';
import { runOrFail, start } from './launcher/run.mjs';
import { migrateDatabase } from './launcher/seeding.mjs';
import { startService, waitUntilHealthy } from './launcher/service.mjs';

/** An app of the same Next with one empty page: what nothing of ours can be faster than. */
async function buildEmptyApp(env) {
  const folder = join(BUILD_FOLDER, 'empty-next');
  mkdirSync(join(folder, 'app'), { recursive: true });
  const files = {
    'package.json': '{"private":true}',
    'next.config.mjs': 'export default { poweredByHeader: false, agentRules: false };',
    // else Next takes ours
    'instrumentation.js': 'export function register() {}',
    'proxy.js': 'export function proxy() {} export const config = { matcher: ["/never"] };',
    'app/layout.jsx':
      'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
    'app/page.jsx': 'export default function Page() { return null; }',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await runOrFail('next build', process.execPath, [NEXT, 'build', folder], { env });
  return folder;
}

await live(async (lifetime) => {
  await step('packages', ensureInstalled);
  mkdirSync(BUILD_FOLDER, { recursive: true });
  await step('build', ensureAppBuilt);
  const data = await openDataFolder(null);
  lifetime.onEnd(data.close);
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const emptyPort = await freePort();
  await step('an empty app', async () => {
    const args = [
      NEXT,
      'start',
      await buildEmptyApp(env),
      '--port',
      String(emptyPort),
      '--hostname',
      '127.0.0.1',
    ];
    const service = startService('The empty app', args, {
      env,
      log: join(data.path, 'empty.log'),
      show: false,
    });
    lifetime.onEnd(service.stop);
    await waitUntilHealthy(service, `http://127.0.0.1:${emptyPort}/`);
    return 'built';
  });
  const postgres = await startPostgres({
    dataFolder: join(data.path, 'postgres'),
    password: data.secrets.postgresPassword,
  });
  lifetime.onEnd(postgres.stop);
  await migrateDatabase(postgres.url);
  const { url: stripeUrl, service } = await startLocalStripe({ port: await freePort() });
  lifetime.onEnd(service.stop);
  const settings = {
    databaseUrl: postgres.url,
    stripeUrl,
    emptyUrl: `http://127.0.0.1:${emptyPort}/`,
    port: await freePort(),
    rounds: process.argv.includes('--quick') ? 1 : 5,
  };
  const program = await bundle('tests/bench/pricing.ts', 'bench-pricing');
  // as inside Next: the package "server-only" is an empty one
  const args = ['--conditions=react-server', '--enable-source-maps', program, JSON.stringify(settings)];
  const { ended } = start(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = (await ended).code ?? 1;
});
