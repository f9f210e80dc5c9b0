import { hasButton, type PlainPage } from '../rig/plain-browser';
import type { Someone } from './people';
import type { Random } from './random';

/** How an operation ended, as far as its customer could see. */
export type Ending = 'done' | 'nothing to do' | 'left halfway' | 'refused' | 'Stripe was down';

/** Everything a customer may do, and how often it is done. */
export const OPERATIONS = {
  'change plan': 26,
  'choose in the portal': 8,
  cancel: 8,
  keep: 14,
  'replace card': 12,
  'billing information': 6,
  pause: 3,
  'open billing': 5,
  'pay invoice': 8,
  'double press': 5,
  look: 5,
} as const;
export type Operation = keyof typeof OPERATIONS;

export type Doing = Readonly<{ someone: Someone; appUrl: string; random: Random; told: Told }>;

/** What has to be right about it in the end. */
export type Told = {
  /** This customer confirmed something that is charged once at most. */
  confirmed(email: string): void;
  problem(what: string): void;
};

/** Does one operation by the pages, as a customer without JavaScript would. */
export async function operate(operation: Operation, doing: Doing): Promise<Ending> {
  switch (operation) {
    case 'change plan':
      return changePlan(doing);
    case 'choose in the portal':
      return chooseInPortal(doing);
    case 'cancel':
      return cancel(doing);
    case 'keep':
      return pressOnAccount(doing, 'Keep ');
    case 'pay invoice':
      return pressOnAccount(doing, 'Pay ');
    case 'replace card':
      return throughDoor(doing, 'Replace', (page) => replaceCard(doing, page));
    case 'billing information':
      return throughDoor(doing, 'Edit', (page) =>
        doing.someone.browser.press(page, 'Save', { name: `Person ${doing.random.below(1000)}` }),
      );
    case 'pause':
      return throughDoor(doing, 'Pause plan', (page) => pause(doing, page));
    case 'open billing':
      return throughDoor(doing, 'Open the billing portal', ({ url }) => doing.someone.browser.open(url));
    case 'double press':
      return doublePress(doing);
    case 'look':
      return endingOf(
        doing,
        await doing.someone.browser.open(`${doing.appUrl}/${doing.random.pick(['account', 'pricing'])}`),
      );
  }
}

const isPortal = ({ url }: PlainPage): boolean => new URL(url).pathname.startsWith('/p/session/');

function endingOf({ told, someone }: Doing, page: PlainPage): Ending {
  if (page.status >= 500)
    told.problem(`${someone.email} got ${page.status} at ${new URL(page.url).pathname}`);
  if (/does not answer/.test(page.text)) return 'Stripe was down';
  return /[?&]refused=/.test(page.url) ? 'refused' : 'done';
}

async function throughDoor(
  doing: Doing,
  button: string,
  inside: (page: PlainPage) => Promise<PlainPage>,
  from = 'account',
): Promise<Ending> {
  const { browser } = doing.someone;
  const page = await browser.open(`${doing.appUrl}/${from}`);
  if (!hasButton(page, button)) return page.status === 200 ? 'nothing to do' : endingOf(doing, page);
  const portal = await browser.press(page, button);
  if (!isPortal(portal)) return endingOf(doing, portal);
  if (doing.random.chance(0.1)) return 'left halfway';
  return endingOf(doing, await inside(portal));
}

async function pressOnAccount(doing: Doing, button: string): Promise<Ending> {
  const { browser } = doing.someone;
  const page = await browser.open(`${doing.appUrl}/account`);
  if (!hasButton(page, button)) return page.status === 200 ? 'nothing to do' : endingOf(doing, page);
  return endingOf(doing, await browser.press(page, button));
}

async function changePlan(doing: Doing): Promise<Ending> {
  const { random } = doing;
  const query = `interval=${random.chance(0.8) ? 'month' : 'year'}${random.chance(0.3) ? '&promo=SPRING25' : ''}`;
  const plan = random.pick(['Free', 'Starter', 'Pro', 'Scale']);
  return throughDoor(doing, ` to ${plan}`, (page) => confirm(doing, page), `pricing?${query}`);
}

async function chooseInPortal(doing: Doing): Promise<Ending> {
  const { someone, random } = doing;
  return throughDoor(doing, 'Change plan there', async (page) => {
    const price = page.forms.flatMap(({ choices }) => choices.price ?? []);
    if (price.length === 0) return page;
    return confirm(doing, await someone.browser.press(page, 'Continue', { price: random.pick(price) }));
  });
}

/** Presses the last button, now and then twice at once, and now and then without coming back. */
async function confirm({ someone, random, told }: Doing, page: PlainPage): Promise<PlainPage> {
  const button = ['Confirm', 'Schedule'].find((words) => hasButton(page, words));
  if (!button) return page;
  told.confirmed(someone.email);
  const { browser } = someone;
  if (random.chance(0.1))
    await Promise.all([browser.pressOnly(page, button), browser.pressOnly(page, button)]);
  else if (random.chance(0.2)) await browser.pressOnly(page, button);
  else return browser.press(page, button);
  return page;
}

async function cancel(doing: Doing): Promise<Ending> {
  const { browser } = doing.someone;
  return throughDoor(doing, 'Cancel plan', async (page) => {
    const offered = page.links.some(({ text }) => text === 'Continue');
    const offer = offered ? await browser.follow(page, 'Continue') : page;
    if (offered && doing.random.chance(0.4)) return browser.press(offer, 'Keep ');
    const ended = await browser.press(offer, offered ? 'ancel' : 'Cancel');
    return hasButton(ended, 'Skip') && doing.random.chance(0.8) ? browser.press(ended, 'Skip') : ended;
  });
}

const CARDS = ['4242424242424242', '5555555555554444', '4000000000000341'];

function replaceCard({ someone, random }: Doing, page: PlainPage): Promise<PlainPage> {
  return someone.browser.press(page, 'Save card', {
    number: random.pick(CARDS),
    expiry: '08 / 31',
    cvc: '123',
    name: 'Ada Byron',
    country: 'GB',
    postalCode: 'SW1Y 4JH',
  });
}

function pause(doing: Doing, page: PlainPage): Promise<PlainPage> {
  const { someone, random } = doing;
  doing.told.confirmed(someone.email); // its end is charged as a change
  const lengths = page.forms.flatMap(({ choices }) => choices.length ?? []);
  if (lengths.length === 0) return Promise.resolve(page); // it became impossible meanwhile
  return someone.browser.press(page, 'Pause', { length: random.pick(lengths) });
}

/** Two presses of one button at once open two links at most, and both of them lead somewhere. */
async function doublePress(doing: Doing): Promise<Ending> {
  const { browser } = doing.someone;
  const page = await browser.open(`${doing.appUrl}/account`);
  const button = ['Replace', 'Open the billing portal', 'Pay '].find((words) => hasButton(page, words));
  if (!button) return 'nothing to do';
  const pages = await Promise.all([browser.press(page, button), browser.press(page, button)]);
  for (const each of pages) endingOf(doing, each);
  return pages.some(isPortal) ? 'done' : endingOf(doing, pages[0]);
}
