import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../scripts/launcher/ports.mjs';

const SAMPLE = join(process.cwd(), 'docs', 'nginx.conf');
const START_SECONDS = 10;

export type NginxProcess = Readonly<{ url: string; accessLog(): string; stop(): Promise<void> }>;

/** Starts Debian's nginx with the rules of docs/nginx.conf in front of the app at `appPort`. Throws without nginx. */
export async function startNginx(appPort: number): Promise<NginxProcess> {
  if (spawnSync('nginx', ['-v']).error)
    throw new Error('nginx is not installed, so nothing was tested. Run "apt-get install nginx-light".');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-nginx-'));
  chmodSync(folder, 0o755); // started by root, nginx works as another user
  writeFileSync(join(folder, 'nginx.conf'), around(rulesFor({ port, appPort, folder }), folder));
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'pipe' });
  process.once('exit', () => child.kill()); // a test that breaks off leaves nothing running
  let printed = '';
  child.stderr.on('data', (chunk) => {
    printed += chunk;
  });
  const url = `http://127.0.0.1:${port}`;
  for (const giveUpAt = Date.now() + START_SECONDS * 1000; ; await pause(25)) {
    const answers = await fetch(`${url}/robots.txt`).then(
      () => true,
      () => false,
    );
    if (answers) break;
    if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error(`nginx did not start:\n${printed}`);
  }
  const accessLog = () => readFileSync(join(folder, 'access.log'), 'utf8');
  return { url, accessLog, stop: () => end(child, folder) };
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null) {
    child.kill('SIGTERM');
    await once(child, 'close');
  }
  rmSync(folder, { recursive: true, force: true });
}

/** The sample as it is, but for its places and without TLS. */
function rulesFor({ port, appPort, folder }: { port: number; appPort: number; folder: string }): string {
  const places = [
    ['listen 80;', `listen unix:${folder}/to-https;`],
    ['listen 443 ssl;', `listen 127.0.0.1:${port};`],
    ['  ssl_certificate /etc/letsencrypt/live/app.example.com/fullchain.pem;\n', ''],
    ['  ssl_certificate_key /etc/letsencrypt/live/app.example.com/privkey.pem;\n', ''],
    ['server 127.0.0.1:3000;', `server 127.0.0.1:${appPort};`],
    ['proxy_cache_path /var/lib/nginx/sidedoor', `proxy_cache_path ${folder}/cache`],
    ['access_log /var/log/nginx/sidedoor.log', `access_log ${folder}/access.log`],
  ] as const;
  return places.reduce(
    (rules, [sample, here]) => {
      if (!rules.includes(sample)) throw new Error(`docs/nginx.conf no longer has "${sample}".`);
      return rules.replace(sample, here);
    },
    readFileSync(SAMPLE, 'utf8'),
  );
}

const around = (rules: string, folder: string): string => `
daemon off;
pid ${folder}/pid;
error_log stderr;
worker_processes 1;
events { worker_connections 1024; }
http {
  access_log off;
  default_type application/octet-stream;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
${rules}
}
`;
