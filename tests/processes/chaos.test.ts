import { expect, inject, test } from 'vitest';
import { bundle } from '../../scripts/launcher/bundle.mjs';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { runChaos } from '../chaos/run';

test('after a small chaos every row equals Stripe, and nothing is lost or doubled', {
  timeout: 240_000, // a busy machine is slow, not wrong
}, async () => {
  const { counts, problems } = await runChaos({
    seed: Number(process.env.CHAOS_SEED ?? 20_261_116),
    customers: 30,
    operations: 200,
    kills: 2,
    days: 30,
    databaseUrl: inject('databaseUrl'),
    stripeUrl: inject('stripeApiBase'),
    appPort: await freePort(),
    syncProgram: await bundle('scripts/tools/sync.ts', 'chaos-sync'),
  });
  expect(problems).toEqual([]);
  // a run in which nothing went wrong proves nothing
  expect(counts).toMatchObject({ kills: 2, days: expect.any(Number) });
  for (const what of ['requests disturbed', 'events dropped', 'events duplicated', 'done'])
    expect(counts[what], what).toBeGreaterThan(0);
});
