// Starts the app: the build, or Next's development server.

import { NEXT } from './app-build.mjs';
import { startService, waitUntilHealthy } from './service.mjs';

const DEMO_PASS = new URL('./demo-pass.mjs', import.meta.url).href;

/**
 * @param {{ port: number, dev: boolean, env: NodeJS.ProcessEnv, log: string }} options
 */
export async function startApp({ port, dev, env, log }) {
  // Loopback only: the outbox page shows everybody's sign-in links.
  const args = [
    '--import',
    DEMO_PASS,
    NEXT,
    dev ? 'dev' : 'start',
    '--port',
    String(port),
    '--hostname',
    '127.0.0.1',
  ];
  const service = startService('The app', args, {
    env: {
      ...env,
      NODE_ENV: dev ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      // the development server runs the app in a process of its own, which gets no arguments
      ...(dev && { NODE_OPTIONS: `--import ${DEMO_PASS}` }),
    },
    log,
    show: dev,
  });
  await waitUntilHealthy(service, `http://127.0.0.1:${port}/api/health`);
  return service;
}
