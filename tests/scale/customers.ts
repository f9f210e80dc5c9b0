import { setTimeout as pause } from 'node:timers/promises';
import type { Stage, StageUser } from '../rig/app-stage';
import { hasButton, type PlainBrowser, type PlainPage } from '../rig/plain-browser';

const CARD = { number: '4242 4242 4242 4242', expiry: '08 / 29', cvc: '123', name: 'Ada Lovelace' };
const TRIES = 40;
const TRY_AGAIN_MS = 250;

/** What somebody did and saw; `again` counts the presses and reloads after an instance was gone. */
export type Shopping = { user: StageUser; seen: ('Starter' | 'Pro')[]; again: number };

/** Buys Starter at Checkout and goes on to Pro in the portal, as somebody without JavaScript would. */
export async function shop(stage: Stage, appUrl: string): Promise<Shopping> {
  const user = await stage.aUser();
  const browser = await stage.browserOf(user);
  const shopping: Shopping = { user, seen: [], again: 0 };
  const checkout = await through(shopping, browser, `${appUrl}/pricing`, 'Start with Starter', '/c/pay');
  const pay = checkout.forms.flatMap(({ buttons }) => buttons).find(({ value }) => value === 'pay');
  if (!pay) throw new Error(`No button to pay at ${checkout.url}: ${checkout.text.slice(0, 300)}`);
  await comeBack(shopping, browser, await browser.pressOnly(checkout, pay.text, CARD), 'Starter');
  const portal = await through(shopping, browser, `${appUrl}/pricing`, ' to Pro', '/p/session/');
  await comeBack(shopping, browser, await browser.pressOnly(portal, 'Confirm and pay'), 'Pro');
  return shopping;
}

/** Presses a button of a page until it leads to Stripe. An instance that was just killed answers nothing: once more. */
async function through(
  shopping: Shopping,
  browser: PlainBrowser,
  address: string,
  button: string,
  to: string,
): Promise<PlainPage> {
  let last = 'nothing';
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) await again(shopping);
    const page = await browser.open(address).catch(() => null);
    if (!page || !hasButton(page, button)) {
      last = page ? `${page.status} ${page.text.slice(0, 200)}` : 'no answer';
      continue;
    }
    const next = await browser.press(page, button).catch(() => null);
    if (next && new URL(next.url).pathname.startsWith(to)) return next;
    last = next ? `${next.status} ${next.url} ${next.text.slice(0, 200)}` : 'no answer';
  }
  throw new Error(`"${button}" at ${address} never led to Stripe: ${last}`);
}

/** Follows Stripe's way back, reloading while the instance behind it is gone, until the page says what was bought. */
async function comeBack(
  shopping: Shopping,
  browser: PlainBrowser,
  answer: Response,
  plan: 'Starter' | 'Pro',
): Promise<void> {
  await answer.arrayBuffer();
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`Stripe answered ${answer.status} and led nowhere.`);
  let last = 'nothing';
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) await again(shopping);
    const page = await browser.open(location).catch(() => null);
    if (page?.text.includes(`You are on ${plan}`)) {
      shopping.seen.push(plan);
      return;
    }
    last = page ? `${page.status} ${page.text.slice(0, 200)}` : 'no answer';
  }
  throw new Error(`The way back never said "You are on ${plan}": ${last}`);
}

async function again(shopping: Shopping): Promise<void> {
  shopping.again += 1;
  await pause(TRY_AGAIN_MS);
}
