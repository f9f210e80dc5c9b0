import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@redis/client';

export type Running = Readonly<{ stop(): Promise<void> }>;
export type Balancer = Running &
  Readonly<{
    /** How many requests each port answered, and how many went on to the other because one took no connection. */
    counts(): Readonly<{ byPort: ReadonlyMap<number, number>; passedOn: number }>;
  }>;

/** Starts nginx before the instances at these ports: in turns, and past one that takes no connection. */
export async function startBalancer(
  program: string,
  folder: string,
  port: number,
  instances: readonly number[],
): Promise<Balancer> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    file,
    `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid ${join(folder, 'nginx.pid')};
error_log ${join(folder, 'error.log')};
events { worker_connections 1024; }
http {
  log_format instance '$upstream_addr';
  access_log ${join(folder, 'instances.log')} instance;
  ${temporary.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n  ')}
  upstream app {
    ${instances.map((each) => `server 127.0.0.1:${each} max_fails=1 fail_timeout=2s;`).join('\n    ')}
    keepalive 32;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_connect_timeout 1s;
    }
  }
}
`,
  );
  const child = spawn(program, ['-c', file, '-p', folder], { stdio: 'inherit' });
  await untilListening(port, child);
  const counts = () => {
    const byPort = new Map<number, number>();
    let passedOn = 0;
    for (const line of readFileSync(join(folder, 'instances.log'), 'utf8').split('\n')) {
      const tried = line.split(', ');
      const last = Number(tried.at(-1)?.split(':')[1]);
      if (tried.length > 1) passedOn += 1;
      if (Number.isInteger(last)) byPort.set(last, (byPort.get(last) ?? 0) + 1);
    }
    return { byPort, passedOn };
  };
  return { stop: () => end(child), counts };
}

export type Redis = Running & Readonly<{ countPages(): Promise<number> }>;

/** Starts a Redis that keeps nothing on disk. */
export async function startRedis(program: string, folder: string, port: number): Promise<Redis> {
  mkdirSync(folder, { recursive: true });
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(program, [...options, '--dir', folder, '--loglevel', 'warning'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilListening(port, child);
  const countPages = async () => {
    const client = createClient({ url: `redis://127.0.0.1:${port}` });
    await client.connect();
    const pages = await client.keys('sidedoor:page:*');
    client.destroy();
    return pages.length;
  };
  return { stop: () => end(child), countPages };
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (const giveUpAt = Date.now() + 15_000; ; ) {
    const socket = connect(port, '127.0.0.1');
    const listening = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (listening) return;
    if (child.exitCode !== null || Date.now() > giveUpAt)
      throw new Error(`${child.spawnfile} does not listen on port ${port}.`);
    await pause(30);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'close');
}
