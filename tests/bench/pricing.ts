// npm run bench, started by scripts/bench.mjs with its settings as JSON: the pages and the button that a campaign's
// peak meets, beside an empty page of the same Next and a plain server that sends the same bytes.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { startAppProcess } from '../rig/app-process';
import { aStage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import { startNginx } from '../rig/nginx-process';
import { sessionCookie } from '../rig/session';
import { startStripeProxy } from '../rig/stripe-proxy';
import { makeSubscriber } from '../rig/subscribers';
import { type Load, load } from './load';

type Settings = Readonly<{
  databaseUrl: string;
  stripeUrl: string;
  emptyUrl: string;
  port: number;
  rounds: number;
}>;

const PROMO = '/pricing?promo=SPRING25';
const AS_BROWSERS = { 'accept-encoding': 'gzip, deflate, br, zstd' };
const PRESSES = 60;
const { databaseUrl, stripeUrl, emptyUrl, port, rounds }: Settings = JSON.parse(process.argv[2] ?? '{}');

const proxy = await startStripeProxy(stripeUrl);
const stage = await aStage({ databaseUrl, stripeUrl, now: FROZEN_NOW });
const app = await startAppProcess(
  port,
  stage.env(`http://localhost:${port}`, { STRIPE_API_BASE: proxy.url, LOG_LEVEL: 'error' }),
);
const nginx = await startNginx(port).catch((error: Error) => {
  console.log(`  NO  ${error.message}`);
  process.exitCode = 1;
  return null;
});
const { email } = await makeSubscriber(stage.stripe, stage.database);
const user = await stage.userOf(email);
const cookie = await sessionCookie(stage.database, user);
const browser = await stage.browserOf(user);

for (let visit = 0; visit < 5; visit += 1) await fetch(`${app.url}${PROMO}`);
const page = Buffer.from(
  await (await fetch(`${app.url}/pricing`, { headers: { 'accept-encoding': 'identity' } })).arrayBuffer(),
);
const plain = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': page.length });
  response.end(page);
});
await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
const plainUrl = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`; // listening on TCP, so never a string

const ROWS = {
  plain: { what: 'plain Node server, the bytes of /pricing', url: plainUrl },
  empty: { what: 'an empty static page of the same Next', url: emptyUrl },
  pricing: { what: '/pricing', url: `${app.url}/pricing` },
  browser: { what: '/pricing, compressed as for a browser', url: `${app.url}/pricing`, headers: AS_BROWSERS },
  promo: { what: PROMO, url: `${app.url}${PROMO}` },
  ...(nginx && {
    nginxPricing: { what: '/pricing behind nginx', url: `${nginx.url}/pricing` },
    nginxPromo: { what: `${PROMO} behind nginx`, url: `${nginx.url}${PROMO}` },
  }),
  account: { what: '/account, signed in', url: `${app.url}/account`, headers: { cookie } },
} satisfies Record<string, { what: string; url: string; headers?: Record<string, string> }>;
type Row = keyof typeof ROWS;

// in turns, so that whatever else the machine does meets all of them
const runs: Partial<Record<Row, Load[]>> = {};
for (let round = -1; round < rounds; round += 1)
  for (const [name, row] of Object.entries(ROWS)) {
    const result = await load(row.url.replace('localhost', '127.0.0.1'), 'headers' in row ? row.headers : {});
    if (round >= 0) runs[name as Row] = [...(runs[name as Row] ?? []), result];
  }

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const medianOf = (name: Row, figure: keyof Load) => median((runs[name] ?? []).map((run) => run[figure]));
const ratio = (name: Row, beside: Row) =>
  median((runs[name] ?? []).map((run, i) => run.perSecond / (runs[beside]?.[i]?.perSecond ?? Number.NaN)));

console.log(
  `\n${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}, 32 connections, the client beside it\n`,
);
console.log(`| page | requests/s | p50 ms | p99 ms |\n| --- | --- | --- | --- |`);
for (const [name, { what }] of Object.entries(ROWS)) {
  const [perSecond, p50, p99] = (['perSecond', 'p50', 'p99'] as const).map((figure) =>
    medianOf(name as Row, figure),
  );
  console.log(`| ${what} | ${perSecond?.toFixed(0)} | ${p50?.toFixed(1)} | ${p99?.toFixed(1)} |`);
}

/** Milliseconds of each press up to the 303, one after the other, and how many requests one made of Stripe. */
async function presses(delay: number) {
  proxy.disturb({ before: delay > 0 ? () => pause(delay).then(() => undefined) : () => undefined });
  const plans = await browser.open(`${app.url}${PROMO}`);
  await pause(delay * 3); // what the page asked for about today's amounts is over
  const times: number[] = [];
  const before = proxy.counts().requests;
  for (let i = 0; i < PRESSES; i += 1) {
    const started = performance.now();
    const answer = await browser.pressOnly(plans, 'Upgrade to Pro');
    if (answer.status !== 303 || !answer.headers.get('location')?.includes('/p/session/'))
      throw new Error(`The button answered ${answer.status} ${answer.headers.get('location')}`);
    times.push(performance.now() - started);
  }
  const asked = (proxy.counts().requests - before) / PRESSES;
  times.sort((a, b) => a - b);
  return { p50: median(times), p99: times[Math.floor(0.99 * (times.length - 1))] ?? Number.NaN, asked };
}

const quick = await presses(0);
const slow = await presses(200);
console.log(
  `\n| the button of a known customer, up to the 303 | p50 ms | p99 ms | requests |\n| --- | --- | --- | --- |`,
);
for (const [delay, { p50, p99, asked }] of [
  [0, quick],
  [200, slow],
] as const)
  console.log(
    `| Stripe answers in ${delay} ms | ${p50.toFixed(1)} | ${p99.toFixed(1)} | ${asked.toFixed(1)} |`,
  );

const asked = proxy.counts().requests;
for (let visit = 0; visit < 10; visit += 1) await browser.open(`${app.url}/account`);
const forAccount = proxy.counts().requests - asked;

function bar(what: string, value: number, holds: boolean, words: string): void {
  console.log(
    `${holds ? '  ok ' : '  NO '} ${what.padEnd(58)} ${value.toFixed(2).padStart(7)}   bar ${words}`,
  );
  if (!holds) process.exitCode = 1;
}
/** What a page sends of JavaScript, gzipped. */
async function scriptBytes(url: string): Promise<number> {
  const html = await (await fetch(url)).text();
  const files = new Set([...html.matchAll(/\/_next\/static\/[^"'\\\\?]+\.js/g)].map(([file]) => file));
  const sizes = [...files].map(
    async (file) => gzipSync(Buffer.from(await (await fetch(new URL(file, url))).arrayBuffer())).length,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
const [ownScripts, floorScripts] = [await scriptBytes(`${app.url}/pricing`), await scriptBytes(emptyUrl)];
console.log(`\nJavaScript, gzipped: /pricing ${ownScripts} bytes, an empty page ${floorScripts} bytes.`);

console.log();
bar(
  'kB of JavaScript above an empty page',
  (ownScripts - floorScripts) / 1000,
  ownScripts - floorScripts <= 5000,
  '≤ 5',
);
for (const [name, what] of [
  ['pricing', '/pricing'],
  ['promo', 'with a code'],
] as const)
  bar(`${what}, of Next's empty page`, ratio(name, 'empty'), ratio(name, 'empty') >= 0.9, '≥ 0.9');
if (nginx)
  for (const name of ['nginxPricing', 'nginxPromo'] as Row[])
    bar(
      `${ROWS[name as 'pricing'].what}, of the plain server`,
      ratio(name, 'plain'),
      ratio(name, 'plain') >= 0.5,
      '≥ 0.5',
    );
const trips = (slow.p50 - quick.p50) / 200;
bar('round trips to Stripe for the press of a known customer', trips, trips < 1.5, '1');
bar('requests to Stripe for ten account pages', forAccount, forAccount === 0, '0');

plain.close();
await nginx?.stop();
await app.stop();
await stage.close();
await proxy.stop();
process.exit();
