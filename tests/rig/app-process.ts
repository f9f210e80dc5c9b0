import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { SERVER } from '../../scripts/launcher/standalone.mjs';

const NEXT = join(process.cwd(), 'node_modules', 'next', 'dist', 'bin', 'next');
const FOLLOW_PARENT = pathToFileURL(join(process.cwd(), 'scripts', 'launcher', 'follow-parent.mjs')).href;
const DEMO_PASS = pathToFileURL(join(process.cwd(), 'scripts', 'launcher', 'demo-pass.mjs')).href;
const START_SECONDS = 120;
const PRINTED_KEPT = 20_000;

/** A running app of its own process, from the build that is there. */
export type AppProcess = Readonly<{
  url: string;
  /** The end of what it has printed. */
  printed(): string;
  signal(name: NodeJS.Signals): void;
  /** Ends it as a power cut would (kill -9). */
  kill(): Promise<void>;
  stop(): Promise<void>;
}>;

/** Starts the built app as the demo does and waits until it is healthy. `log` is the file that all it prints is added to. */
export function startAppProcess(
  port: number,
  env: Readonly<Record<string, string>>,
  log?: string,
): Promise<AppProcess> {
  const address = ['--port', String(port), '--hostname', '127.0.0.1'];
  return start(port, ['--import', DEMO_PASS, NEXT, 'start', ...address], env, log);
}

/** Starts one instance of the production output and waits until it answers. */
export function startProductionProcess(
  port: number,
  env: Readonly<Record<string, string>>,
  log?: string,
): Promise<AppProcess> {
  return start(port, [SERVER], { ...env, PORT: String(port), HOSTNAME: '127.0.0.1' }, log);
}

async function start(
  port: number,
  program: readonly string[],
  env: Readonly<Record<string, string>>,
  log?: string,
): Promise<AppProcess> {
  const child = spawn(process.execPath, ['--import', FOLLOW_PARENT, ...program], {
    env: { ...process.env, ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let closed = false; // it has ended, and all that it printed has come
  child.once('close', () => {
    closed = true;
  });
  const file = log === undefined ? null : createWriteStream(log, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      printed = (printed + chunk).slice(-PRINTED_KEPT);
      file?.write(chunk);
    });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'close');
    if (file) await finished(file.end());
  };
  const url = `http://localhost:${port}`;
  for (const giveUpAt = Date.now() + START_SECONDS * 1000; ; ) {
    const healthy = await fetch(`http://127.0.0.1:${port}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) break;
    if (closed || Date.now() > giveUpAt)
      throw new Error(`The app did not start on port ${port}:\n${printed}`);
    await pause(25);
  }
  const signal = (name: NodeJS.Signals) => void child.kill(name);
  return { url, printed: () => printed, signal, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
