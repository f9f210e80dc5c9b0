import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export type ServerProcess = Readonly<{
  url: string;
  /** Milliseconds from the start of the process until its first answer. */
  readyAfter: number;
  /** Resident memory in MB. */
  memory(): number;
  /** Milliseconds of processor time so far, to the nearest 10: the same however busy the machine is. */
  processorTime(): number;
  stop(): Promise<void>;
}>;

/** Starts a Node program that prints the URL it listens on, and waits until that answers. */
export async function startServer(args: readonly string[]): Promise<ServerProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await urlOf(child);
  await fetch(`${url}/_local/health`);
  const readyAfter = performance.now() - started;
  // What the program prints from here on must not fill its pipe.
  child.stdout?.resume();
  return {
    url,
    readyAfter,
    memory: () => residentMegabytes(child.pid),
    processorTime: () => processorTime(child.pid),
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function urlOf(child: ChildProcess): Promise<string> {
  let printed = '';
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    printed += chunk;
    const url = /http:\/\/\S+/.exec(printed)?.[0];
    if (url) return url;
  }
  throw new Error(`The server ended before it listened: ${printed}`);
}

/** Linux alone tells the memory and the time of another process in files, the time in hundredths of a second. */
function residentMegabytes(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

function processorTime(pid: number | undefined): number {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    return ((user ?? 0) + (system ?? 0)) * 10;
  } catch {
    return Number.NaN;
  }
}
