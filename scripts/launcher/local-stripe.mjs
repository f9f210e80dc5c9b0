// Starts the local Stripe as a process of its own.

import { bundle } from './bundle.mjs';
import { startService, waitUntilHealthy } from './service.mjs';

/**
 * @param {{ port: number, data?: string, now?: number, log?: string, show?: boolean }} options `data` is the folder it keeps its
 *   state in (none: in memory), `now` the Unix time its clocks stand at, `log` is the file its requests are written to, `show` prints them
 * @returns {Promise<{ url: string, service: import('./service.mjs').Service }>}
 */
export async function startLocalStripe({ port, data, now, log, show }) {
  const program = await bundle('local-stripe/main.ts', 'local-stripe');
  const args = [program, '--port', String(port)];
  if (data !== undefined) args.push('--data', data);
  if (now !== undefined) args.push('--now', String(now));
  const service = startService('The local Stripe', args, { env: process.env, log, show });
  const url = `http://localhost:${port}`;
  await waitUntilHealthy(service, `http://127.0.0.1:${port}/_local/health`);
  return { url, service };
}
