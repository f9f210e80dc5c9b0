import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import { PlainBrowser, type PlainPage } from '../rig/plain-browser';
import { type StripeProxy, startStripeProxy } from '../rig/stripe-proxy';
import { makeSubscriber } from '../rig/subscribers';

let stage: Stage;
let toStripe: StripeProxy;
let app: AppProcess;
let ada: PlainBrowser;
const stranger = new PlainBrowser(null);

beforeAll(async () => {
  const stripeUrl = inject('stripeApiBase');
  stage = await aStage({ databaseUrl: inject('databaseUrl'), stripeUrl, now: FROZEN_NOW });
  await stage.deliverTo('http://127.0.0.1:1/nobody-listens');
  toStripe = await startStripeProxy(stripeUrl);
  const port = await freePort();
  app = await startAppProcess(port, stage.env(`http://localhost:${port}`, { STRIPE_API_BASE: toStripe.url }));
  const { email } = await makeSubscriber(stage.stripe, stage.database);
  ada = await stage.browserOf(await stage.userOf(email));
});

afterAll(async () => {
  await app?.stop();
  await toStripe?.stop();
  await stage?.close();
});

const plans = (browser: PlainBrowser, query = '') => browser.open(`${app.url}/pricing${query}`);

/** Where a press leads, and how often Stripe was asked meanwhile. */
async function pressed(browser: PlainBrowser, page: PlainPage, fields: Readonly<Record<string, string>>) {
  const before = toStripe.counts().requests;
  const answer = await browser.pressOnly(page, 'Scale', fields);
  await answer.arrayBuffer();
  const to = new URL(answer.headers.get('location') ?? 'no:where', app.url);
  return { status: answer.status, to, asked: toStripe.counts().requests - before };
}

describe('a number that a plan is not sold in', () => {
  const TOO_MANY =
    'workspaces are more than can be chosen here. Enter 1 to 10, or write to help@northlight.example.';
  const NO_NUMBER = 'cannot be chosen. Enter a whole number of workspaces, from 1 to 10.';

  test.each([
    ['0', `“0” ${NO_NUMBER}`],
    ['11', `11 ${TOO_MANY}`],
    ['1.5', `“1.5” ${NO_NUMBER}`],
    ['-3', `“-3” ${NO_NUMBER}`],
    ['abc', `“abc” ${NO_NUMBER}`],
    ['<b>', `“<b>” ${NO_NUMBER}`],
    ['9'.repeat(400), `“99999999999999999999…” ${NO_NUMBER}`],
    ['', 'Enter how many workspaces you want, from 1 to 10.'],
  ])('%j is explained at the field, the choice is kept and Stripe is not asked', async (quantity, words) => {
    for (const browser of [ada, stranger]) {
      const page = await plans(browser, '?promo=SPRING25&interval=year');
      const { status, to, asked } = await pressed(browser, page, { quantity });
      expect([status, asked, to.pathname, to.hash]).toEqual([303, 0, '/pricing', '#scale']);
      expect(Object.fromEntries(to.searchParams)).toEqual({
        promo: 'SPRING25',
        plan: 'scale',
        interval: 'year',
        currency: 'usd',
        quantity: quantity.slice(0, 40),
        refused: 'quantity-not-offered',
      });
      const explained = await browser.open(to.href);
      expect(explained.text).toContain(words);
      expect(explained.text).toContain('$1,117.50');
      expect(explained.text).not.toContain('This number is not on offer');
      expect(explained.headers.get('cache-control')).toContain('no-store');
    }
  });

  test('is no reason to turn somebody away who chooses another plan', async () => {
    const page = await plans(ada, '?plan=pro&quantity=11');
    const { to } = await pressed(ada, page, { plan: 'pro' });
    expect(to.pathname).toMatch(/^\/p\/session\//);
  });
});

test('a number that it is sold in goes with a stranger to sign-in and back', async () => {
  const { to } = await pressed(stranger, await plans(stranger), { quantity: '3' });
  expect(to.pathname).toBe('/sign-in');
  expect(to.searchParams.get('callbackUrl')).toBe(
    '/pricing?plan=scale&interval=month&currency=usd&quantity=3',
  );
});

describe('a page with a number', () => {
  test('is made for one visitor and never kept, nor taken from what is kept', async () => {
    await plans(stranger);
    await plans(stranger, '?promo=SPRING25');
    for (const query of [
      '?quantity=3',
      '?plan=scale&quantity=3',
      '?promo=SPRING25&quantity=3',
      '?quantity=99',
    ])
      for (let visit = 0; visit < 2; visit += 1) {
        const page = await plans(stranger, query);
        expect([page.status, page.headers.get('x-nextjs-cache')]).toEqual([200, null]);
        expect(page.headers.get('cache-control')).toContain('no-store');
      }
    expect((await plans(stranger, '?promo=SPRING25&quantity=3')).text).toContain('$335.25');
    expect((await plans(stranger)).text).toContain('$149.00 per workspace per month');
  });

  test('keeps it through every other choice', async () => {
    const page = await plans(stranger, '?plan=scale&quantity=3&promo=SPRING25');
    const yearly = await stranger.press(page, 'Yearly', { currency: 'eur' });
    expect(yearly.text).toContain('was €4,170.00 now €3,127.50 for 3 workspaces at €1,390.00, per year');
    expect((await stranger.follow(yearly, 'JPY')).text).toContain('¥660,000');
    expect((await stranger.follow(yearly, 'Remove the code')).text).toContain('€4,170.00 for 3 workspaces');
    expect((await stranger.press(yearly, 'Show price', { quantity: '4' })).text).toContain('was €5,560.00');
  });
});

test('interval and currency chosen by the form lead to the page that is kept for them', async () => {
  const page = await stranger.press(await plans(stranger), 'Yearly', { currency: 'jpy' });
  expect(new URL(page.url).search).toBe('?currency=jpy&interval=year');
  expect(page.text).toContain('¥72,000 per year');
  const euros = await stranger.press(page, 'Show', { currency: 'eur' });
  expect(new URL(euros.url).search).toBe('?currency=eur&interval=year');
  const again = await stranger.open(euros.url);
  expect([again.headers.get('x-nextjs-cache'), again.text.includes('€450.00 per year')]).toEqual([
    'HIT',
    true,
  ]);
});

test('somebody who pays by the year sees that first, and the months where they ask for them', async () => {
  const { email } = await makeSubscriber(stage.stripe, stage.database, { plan: 'pro', interval: 'year' });
  const bruno = await stage.browserOf(await stage.userOf(email));
  expect((await plans(bruno)).text).toContain('$490.00 per year Your plan');
  expect((await plans(bruno, '?interval=month')).text).toContain('$49.00 per month Switch to monthly');
});

test('somebody whose currency is fixed chooses no other', async () => {
  const page = await plans(ada);
  const form = page.forms.find(({ buttons }) => buttons.some(({ text }) => text.startsWith('Yearly')));
  expect(form?.fields.map(([name]) => name)).toEqual([]);
  expect((await ada.press(page, 'Yearly')).text).toContain('$490.00 per year');
});
