// A real Postgres of the project's own, from npm, on the loopback address alone.

import { createHash } from 'node:crypto';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { freePort } from './ports.mjs';
import { giveFolder, postgresAccount } from './postgres-account.mjs';
import { postgresPlace } from './postgres-place.mjs';
import { collectOutput, commandLineOf, lastLines, runOrFail, start } from './run.mjs';

const USER = 'sidedoor';

/** The first start: a database cluster whose only user needs the password. */
async function createCluster({ programs, data, account, password }) {
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  try {
    await runOrFail(
      'Creating the database',
      join(programs, 'bin', 'initdb'),
      [
        `--pgdata=${data}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-sync',
        '--no-instructions',
      ],
      { ...account, cwd: data },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Beside the data, because the data may be outside the clone and then outlives a removed .sidedoor folder. */
const passwordMark = (data) => `${data}.made-for`;
const markOf = (password) => createHash('sha256').update(password).digest('hex');

/** Data whose password is lost, or whose making broke off, cannot be opened. It is the demo's: it is seeded again. */
async function makeReady(place) {
  const { data, account, password } = place;
  await stopLeftOver(place);
  const mark = passwordMark(data);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === markOf(password)) return;
  rmSync(data, { recursive: true });
  giveFolder(account, data);
  await createCluster(place);
  writeFileSync(mark, markOf(password), { mode: 0o600 });
}

/** A launcher that was killed outright leaves its Postgres running on the data folder: that one is stopped first. */
async function stopLeftOver({ programs, data, account }) {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!(await commandLineOf(pid)).includes(data)) return; // Postgres itself clears the file of a process that is gone
  await runOrFail(
    'Stopping the Postgres of an earlier start',
    join(programs, 'bin', 'pg_ctl'),
    ['stop', '-D', data, '-m', 'fast', '-w'],
    { ...account, cwd: data },
  );
}

/**
 * Data that is gone with the run need not survive a power cut: without waiting for the disk all is much faster. Several
 * apps at once may take all their connections.
 */
const TEMPORARY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 300 };

function startServer({ programs, data, account, port, temporary }) {
  // No unix socket: its default folder belongs to a Postgres of the machine, and nobody here needs one.
  const options = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(temporary && TEMPORARY),
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { child, ended } = start(join(programs, 'bin', 'postgres'), ['-D', data, ...flags], {
    ...account,
    cwd: data,
    detached: process.platform !== 'win32', // Ctrl-C is for the launcher, which stops the app first
  });
  const output = collectOutput(child);
  const ready = new Promise((resolve) => {
    child.stderr?.on('data', (chunk) => {
      if (chunk.includes('ready to accept connections')) resolve();
    });
  });
  let stopping = false;
  const untilBroken = ended.then(() => {
    if (!stopping) throw new Failure(`Postgres ended by itself:\n\n${lastLines(output())}`);
  });
  untilBroken.catch(() => {}); // whoever waits for it still hears; nobody has to
  return {
    untilReady: Promise.race([ready, untilBroken]),
    untilBroken,
    async stop() {
      stopping = true;
      child.kill('SIGINT'); // "fast": ends the sessions, writes everything down
      await ended;
    },
  };
}

async function createDatabase(url, name) {
  const { default: postgres } = await import('postgres');
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${name}`;
    if (!found) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}

/**
 * Starts Postgres on a free port, with an empty database when the data folder is new.
 * @param {{ dataFolder: string, password: string, temporary?: boolean }} options `temporary`: the data goes with the run
 * @returns {Promise<{ url: string, data: string, untilBroken: Promise<unknown>, stop(): Promise<void> }>}
 *   `data` is where the data really is: elsewhere when the account Postgres runs under cannot reach the folder asked for
 */
export async function startPostgres({ dataFolder, password, temporary = false }) {
  const account = await postgresAccount();
  const place = { account, password, ...(await postgresPlace(account, dataFolder)) };
  await makeReady(place);
  const port = await freePort();
  const server = startServer({ ...place, port, temporary });
  await server.untilReady;
  const urlOf = (database) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  try {
    await createDatabase(urlOf('postgres'), 'sidedoor');
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: urlOf('sidedoor'), data: place.data, untilBroken: server.untilBroken, stop: server.stop };
}
