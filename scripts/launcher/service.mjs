// Starts a Node program that goes on until it is stopped, such as the app or the local Stripe.

import { createWriteStream } from 'node:fs';
import { Failure } from './failure.mjs';
import { askLocal } from './local-traffic.mjs';
import { collectOutput, lastLines, start } from './run.mjs';

const FOLLOW_PARENT = new URL('./follow-parent.mjs', import.meta.url).href;

/**
 * Starts a Node program that goes on until it is stopped, in a process group of its own: Ctrl-C reaches the launcher
 * alone, which then ends everything in order.
 * @param {string} name for messages
 * @param {string[]} args of node
 * @param {{ env: NodeJS.ProcessEnv, log?: string, show?: boolean }} options what the program prints goes to the file
 *   `log`, and with `show` to the terminal
 * @returns {Service}
 *
 * @typedef {{ name: string, untilBroken: Promise<void>, output(): string,
 *   stop(): Promise<void> }} Service
 */
export function startService(name, args, { env, log, show = false }) {
  const detached = process.platform !== 'win32';
  const { child, ended } = start(process.execPath, ['--import', FOLLOW_PARENT, ...args], { env, detached });
  const output = collectOutput(child);
  if (log) {
    const file = createWriteStream(log, { mode: 0o600 });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => file.write(chunk));
  }
  if (show) {
    child.stdout.pipe(process.stdout);
    child.stderr.pipe(process.stderr);
  }
  let stopping = false;
  const untilBroken = ended.then(({ code, signal }) => {
    if (!stopping)
      throw new Failure(
        `${name} ended by itself (${signal ?? `exit code ${code}`}):\n\n${lastLines(output())}`,
      );
  });
  untilBroken.catch(() => {}); // whoever waits for it still hears; nobody has to
  const signal = (name) => {
    try {
      if (detached && child.pid) process.kill(-child.pid, name);
      else child.kill(name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  return {
    name,
    output,
    /** Rejects when the program ends without having been asked to. */
    untilBroken,
    /** Asks politely, insists after three seconds. */
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      signal('SIGTERM');
      const insist = setTimeout(() => signal('SIGKILL'), 3_000);
      await ended;
      clearTimeout(insist);
    },
  };
}

/**
 * Waits until a service answers its health URL with 200.
 * @param {Service} service
 * @param {string} url
 */
export async function waitUntilHealthy(service, url) {
  let broken = null;
  service.untilBroken.catch((error) => {
    broken = error;
  });
  let giveUpAt = Date.now() + 60_000;
  let answer = 'no answer';
  while (Date.now() < giveUpAt) {
    if (broken) throw broken;
    try {
      const { status, text } = await askLocal(url);
      if (status === 200) return;
      answer = `${status} ${text.slice(0, 300)}`;
      giveUpAt = Math.min(giveUpAt, Date.now() + 10_000); // it listens, so what is wrong will hardly mend itself
    } catch (error) {
      answer = error.code ?? error.name;
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  throw new Failure(`${service.name} is not healthy (${url}: ${answer}):\n\n${lastLines(service.output())}`);
}
