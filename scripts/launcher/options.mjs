// The flags of npm run demo.

import { parseArgs } from 'node:util';
import { Failure } from './failure.mjs';
import { parsePort } from './ports.mjs';

/**
 * @param {string | undefined} text
 * @returns {number | undefined} Unix seconds
 */
export function parseNow(text) {
  if (text === undefined) return undefined;
  if (!/^\d{9,10}$/.test(text))
    throw new Failure(`--now takes Unix seconds, e.g. --now 1794787200, got "${text}".`);
  return Number(text);
}

/**
 * @param {string[]} argv
 * @returns {{ port: number, stripePort: number, dev: boolean, ephemeral: boolean, now: number | undefined }}
 *   port 0 means any free one; `now` in Unix seconds
 */
export function readOptions(argv) {
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        port: { type: 'string', default: '3000' },
        'stripe-port': { type: 'string', default: '12111' },
        dev: { type: 'boolean', default: false },
        ephemeral: { type: 'boolean', default: false },
        now: { type: 'string' },
      },
    }));
  } catch (error) {
    throw new Failure(
      `${error.message}\nFlags: --port N, --stripe-port N, --dev, --ephemeral, --now UNIX (with --ephemeral).`,
    );
  }
  const { dev, ephemeral } = values;
  const now = parseNow(values.now);
  // Kept data would get dates of two different clocks.
  if (now !== undefined && !ephemeral)
    throw new Failure('--now stops the clock and needs --ephemeral (temporary data).');
  return {
    port: parsePort(values.port, '--port'),
    stripePort: parsePort(values['stripe-port'], '--stripe-port'),
    dev,
    ephemeral,
    now,
  };
}
