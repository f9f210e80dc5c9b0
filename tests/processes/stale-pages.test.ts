import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import { type StripeProxy, startStripeProxy } from '../rig/stripe-proxy';

const TIME_LEAP = pathToFileURL(join(process.cwd(), 'tests', 'rig', 'time-leap.mjs')).href;
/** A little more than a kept page is fresh for. */
const SECONDS = 61;

let stage: Stage;
let toStripe: StripeProxy;
let app: AppProcess;

beforeAll(async () => {
  const stripeUrl = inject('stripeApiBase');
  stage = await aStage({ databaseUrl: inject('databaseUrl'), stripeUrl, now: FROZEN_NOW });
  await stage.deliverTo('http://127.0.0.1:1/nobody-listens');
  toStripe = await startStripeProxy(stripeUrl);
  const port = await freePort();
  const env = stage.env(`http://localhost:${port}`, {
    STRIPE_API_BASE: toStripe.url,
    NODE_OPTIONS: `--import ${TIME_LEAP}`,
    TIME_LEAP_SECONDS: String(SECONDS),
  });
  app = await startAppProcess(port, env);
});

afterAll(async () => {
  await app?.stop();
  await toStripe?.stop();
  await stage?.close();
});

async function get(path: string) {
  const answer = await fetch(`${app.url}${path}`, { redirect: 'manual' });
  return { status: answer.status, html: await answer.text(), kept: answer.headers.get('x-nextjs-cache') };
}

const says = async (path: string, words: string) => (await get(path)).html.includes(words);

test('a kept page outlasts a Stripe that does not answer, and is made anew once it does', async () => {
  await vi.waitFor(async () => expect((await get('/pricing')).kept).toBe('HIT'), 60_000);
  toStripe.disturb({ before: () => 'cut' });
  const undisturbed = toStripe.counts().faults;
  app.signal('SIGUSR2');
  await vi.waitFor(async () => {
    const { status, html } = await get('/pricing');
    expect([status, html.includes('$49.00')]).toEqual([200, true]);
    expect(toStripe.counts().faults).toBeGreaterThan(undisturbed); // it was tried in vain
  }, 60_000);
  // every choice is made of the same prices; a page that has to ask for itself says that it cannot
  expect(await says('/pricing?currency=eur&plan=pro', '€45.00')).toBe(true);
  expect(await says('/pricing?quantity=2', 'does not answer')).toBe(true);
  expect(await says('/pricing', '$49.00')).toBe(true);

  const [pro] = (await stage.stripe.prices.list({ lookup_keys: ['pro_month'] })).data;
  await stage.stripe.prices.create({
    product: String(pro?.product),
    lookup_key: 'pro_month',
    transfer_lookup_key: true,
    currency: 'usd',
    unit_amount: 5_100,
    recurring: { interval: 'month' },
  });
  toStripe.disturb({});
  await vi.waitFor(async () => {
    app.signal('SIGUSR2');
    expect(await says('/pricing', '$51.00')).toBe(true);
  }, 60_000);
});
