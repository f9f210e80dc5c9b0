import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';

const DIST = join(process.cwd(), process.env.NEXT_DIST_DIR || '.next');
/** Every page of Next loads these, and its router's boundaries (3.5 kB) besides. */
const ROUTER_BOUNDARIES = 'HTTPAccessFallbackBoundary';
const MOST_BYTES = 5_000;

let stage: Stage;
let app: AppProcess;

beforeAll(async () => {
  stage = await aStage({
    databaseUrl: inject('databaseUrl'),
    stripeUrl: inject('stripeApiBase'),
    now: FROZEN_NOW,
  });
  const port = await freePort();
  app = await startAppProcess(port, stage.env(`http://localhost:${port}`));
});

afterAll(async () => {
  await app?.stop();
  await stage?.close();
});

test('the pricing page sends at most 5 kB of JavaScript more than an empty page of Next', async () => {
  const html = await (await fetch(`${app.url}/pricing`)).text();
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
