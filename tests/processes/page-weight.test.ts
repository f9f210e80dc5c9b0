import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aRunningApp, type RunningApp } from '../rig/running-app';

const DIST = join(process.cwd(), process.env.NEXT_DIST_DIR || '.next');
/** Every page of Next loads these, and its router's boundaries (3.5 kB) besides. */
const ROUTER_BOUNDARIES = 'HTTPAccessFallbackBoundary';
const MOST_BYTES = 5_000;

let running: RunningApp;

beforeAll(async () => {
  running = await aRunningApp(inject('databaseUrl'), inject('stripeApiBase'));
});

afterAll(() => running?.stop());

test('the pricing page sends at most 5 kB of JavaScript more than an empty page of Next', async () => {
  const html = await (await fetch(`${running.app.url}/pricing`)).text();
  const { rootMainFiles, polyfillFiles } = JSON.parse(
    readFileSync(join(DIST, 'build-manifest.json'), 'utf8'),
  );
  const floor = new Set<string>([...rootMainFiles, ...polyfillFiles]);
  const sent = new Set([...html.matchAll(/\/_next\/(static\/[^"'\\?]+\.js)/g)].map(([, file = '']) => file));
  expect(sent.size).toBeGreaterThan(floor.size);
  const own = [...sent]
    .filter((file) => !floor.has(file))
    .map((file) => readFileSync(join(DIST, file)))
    .filter((script) => !script.includes(ROUTER_BOUNDARIES));
  const bytes = own.reduce((sum, script) => sum + gzipSync(script).length, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});
