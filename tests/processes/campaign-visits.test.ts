import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { campaignVisits } from '@/lib/db/schema';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

let stage: Stage;
let apps: readonly [AppProcess, AppProcess];

beforeAll(async () => {
  stage = await aStage({
    databaseUrl: inject('databaseUrl'),
    stripeUrl: inject('stripeApiBase'),
    now: FROZEN_NOW,
  });
  const ports = [await freePort(), await freePort()] as const;
  const env = stage.env(`http://localhost:${ports[0]}`, { STRIPE_WEBHOOK_SECRET: 'whsec_nobody_delivers' });
  apps = await Promise.all([startAppProcess(ports[0], env), startAppProcess(ports[1], env)]);
});

afterAll(async () => {
  await Promise.all((apps ?? []).map((app) => app.stop()));
  await stage?.close();
});

/** So many people open a link at once; where they are sent. */
const visitAt = ({ url }: AppProcess, path: string, people: number) =>
  Promise.all(
    Array.from({ length: people }, async () => {
      const answer = await fetch(url + path, { headers: { 'user-agent': CHROME }, redirect: 'manual' });
      await answer.arrayBuffer();
      const { headers, status } = answer;
      return `${status} ${headers.get('location')} ${headers.get('cache-control')}`;
    }),
  );

async function countOf(linkKey: string): Promise<number> {
  const rows = await stage.database.select().from(campaignVisits).where(eq(campaignVisits.linkKey, linkKey));
  return rows.reduce((sum, { visits }) => sum + visits, 0);
}

test('visits at two processes add up, while they run and when they are asked to end', async () => {
  const [one, other] = apps;
  const answers = await Promise.all([visitAt(one, '/go/SPRING25', 40), visitAt(other, '/go/spring25', 40)]);
  const sentOn = (code: string) => `303 /pricing?promo=${code}&interval=month private, no-store`;
  expect(answers.map((each) => [...new Set(each)])).toEqual([[sentOn('SPRING25')], [sentOn('spring25')]]);
  await vi.waitFor(async () => expect(await countOf('code:SPRING25')).toBe(80), { timeout: 60_000 });
  await Promise.all([visitAt(one, '/go/SPRING25', 3), visitAt(other, '/go/SPRING25', 4)]);
  await Promise.all([one.stop(), other.stop()]);
  expect(await countOf('code:SPRING25')).toBe(87);
});
