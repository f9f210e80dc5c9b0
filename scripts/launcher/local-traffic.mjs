// What the services of this machine say to each other takes no proxy. Node sends everything through HTTP_PROXY where
// NODE_USE_ENV_PROXY or --use-env-proxy asks for it, to this machine too.

import { get } from 'node:http';

const LOCAL = ['localhost', '127.0.0.1', '::1'];

/**
 * The environment for a child process: as given, and nothing local through a proxy.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withLocalDirect(env) {
  const excepted = [env.no_proxy ?? env.NO_PROXY, ...LOCAL].filter(Boolean).join(',');
  return { ...env, no_proxy: excepted, NO_PROXY: excepted };
}

/**
 * Asks a service of this machine. This process has its proxy since its start, so the request brings its own agent.
 * @param {string} url
 * @returns {Promise<{ status: number, text: string }>}
 */
export async function askLocal(url) {
  const response = await new Promise((resolve, reject) => {
    get(url, { agent: false, signal: AbortSignal.timeout(20_000) }, resolve).once('error', reject);
  });
  return { status: response.statusCode, text: (await response.setEncoding('utf8').toArray()).join('') };
}
