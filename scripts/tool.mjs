// npm run events, sync, stripe:setup, doctor, db:migrate: a tool in TypeScript beside the running app, with the app's own settings.

import './launcher/node-version.mjs';
import { spawn } from 'node:child_process';
import { tellFailure } from './launcher/failure.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { settingsForAccount, settingsForTools } from './launcher/running.mjs';

/** Tools of a Stripe account, which need no app. */
const OF_AN_ACCOUNT = ['setup', 'doctor'];

const [name, ...args] = process.argv.slice(2);

try {
  await ensureInstalled();
  const settings = OF_AN_ACCOUNT.includes(name) ? settingsForAccount() : settingsForTools();
  const { bundle } = await import('./launcher/bundle.mjs');
  const program = await bundle(`scripts/tools/${name}.ts`, `tool-${name}`);
  const child = spawn(
    process.execPath,
    // as inside Next: the package "server-only" is an empty one
    ['--conditions=react-server', '--enable-source-maps', program, ...args],
    { stdio: 'inherit', env: { LOG_LEVEL: 'fatal', ...settings } },
  );
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  tellFailure(error);
}
