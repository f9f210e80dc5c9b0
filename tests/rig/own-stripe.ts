import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Built by the contract project's set-up. */
const PROGRAM = '.sidedoor/build/local-stripe.mjs';

export type OwnStripe = Readonly<{
  url: string;
  process: ChildProcess;
  /** What it has printed so far. */
  printed(): string;
  /** Ends it as a power cut would: nothing is closed, nothing is written. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}>;

/** What a local Stripe printed that ended before it listened. */
export class DidNotStart extends Error {}

/** Starts a local Stripe of the test's own on `data`. Rejects with `DidNotStart` when it ends instead. */
export async function startOwnStripe(data: string, ...args: string[]): Promise<OwnStripe> {
  const child = spawn(process.execPath, [PROGRAM, '--port', '0', '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        printed += chunk;
        const found = /listening on (http:\S+)/.exec(printed)?.[1];
        if (found) resolve(found);
      });
    child.once('close', () => reject(new DidNotStart(printed)));
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'close');
  };
  return {
    url,
    process: child,
    printed: () => printed,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
