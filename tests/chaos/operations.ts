import type Stripe from 'stripe';
import { hasButton, type PlainPage } from '../rig/plain-browser';
import { actAtStripe } from './at-stripe';
import type { Someone } from './people';
import type { Random } from './random';

/** How an operation ended, as far as its customer could see. */
export type Ending = 'done' | 'nothing to do' | 'left halfway' | 'refused' | 'Stripe was down';

/** Everything a customer may do, and how often it is done. */
export const OPERATIONS = {
  'first plan': 20,
  'change plan': 26,
  'change quantity': 6,
  'choose in the portal': 8,
  cancel: 8,
  keep: 14,
  'replace card': 12,
  'billing information': 6,
  pause: 3,
  resume: 6,
  'open billing': 5,
  'pay invoice': 8,
  'double press': 5,
  look: 5,
  'at Stripe': 6,
} as const;
export type Operation = keyof typeof OPERATIONS;

export type Doing = Readonly<{
  someone: Someone;
  appUrl: string;
  stripe: Stripe;
  random: Random;
  told: Told;
}>;

/** What has to be right about it in the end. */
export type Told = {
  /** This customer confirmed something that is charged once at most. */
  confirmed(email: string): void;
  /** This customer is no more, and what Stripe tells of them may find nobody. */
  deleted(customerId: string, email: string): void;
  problem(what: string): void;
};

/** Does one operation by the pages, as a customer without JavaScript would. */
export async function operate(operation: Operation, doing: Doing): Promise<Ending> {
  switch (operation) {
    case 'first plan':
      return firstPlan(doing);
    case 'change plan':
      return changePlan(doing);
    case 'change quantity':
      return throughDoor(doing, 'Change workspaces', (page) => confirm(doing, page), {
        from: 'pricing',
        fields: workspaces(doing),
      });
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
    case 'resume':
      return throughDoor(doing, 'Resume ', (page) => resume(doing, page), { from: 'pricing' });
    case 'open billing':
      return throughDoor(doing, 'Open the billing portal', ({ url }) => doing.someone.browser.open(url));
    case 'double press':
      return doublePress(doing);
    case 'look':
      return endingOf(
        doing,
        await doing.someone.browser.open(`${doing.appUrl}/${doing.random.pick(['account', 'pricing'])}`),
      );
    case 'at Stripe':
      return actAtStripe(doing);
  }
}

const isStripes = ({ url }: PlainPage): boolean => /^\/(p\/session|c\/pay)\//.test(new URL(url).pathname);

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
  { from = 'account', fields = {} }: { from?: string; fields?: Readonly<Record<string, string>> } = {},
): Promise<Ending> {
  const { browser } = doing.someone;
  const page = await browser.open(`${doing.appUrl}/${from}`);
  if (!hasButton(page, button)) return page.status === 200 ? 'nothing to do' : endingOf(doing, page);
  const there = await browser.press(page, button, fields);
  if (!isStripes(there)) return endingOf(doing, there);
  if (doing.random.chance(0.1)) return 'left halfway';
  return endingOf(doing, await inside(there));
}

async function pressOnAccount(doing: Doing, button: string): Promise<Ending> {
  const { browser } = doing.someone;
  const page = await browser.open(`${doing.appUrl}/account`);
  if (!hasButton(page, button)) return page.status === 200 ? 'nothing to do' : endingOf(doing, page);
  return endingOf(doing, await browser.press(page, button));
}

const pricing = (random: Random): string =>
  `pricing?interval=${random.chance(0.8) ? 'month' : 'year'}${random.chance(0.3) ? '&promo=SPRING25' : ''}`;

const workspaces = ({ random }: Doing) => ({ quantity: String(1 + random.below(10)) });

async function firstPlan(doing: Doing): Promise<Ending> {
  const { someone, random } = doing;
  const button = random.pick(['Start for free', 'Start with Starter', 'Start with Pro', 'Start with Scale']);
  const pay = async (page: PlainPage) => {
    const last = ['Subscribe and pay', 'Start subscription'].find((words) => hasButton(page, words));
    return last ? someone.browser.press(page, last, cardIn(random)) : page;
  };
  // two windows at once, and both are paid in
  const twice = async (page: PlainPage) => {
    if (!random.chance(0.2)) return pay(page);
    const [first] = await Promise.all([pay(page), pay(page)]);
    return first;
  };
  return throughDoor(doing, button, twice, { from: pricing(random) });
}

async function changePlan(doing: Doing): Promise<Ending> {
  const { random } = doing;
  const plan = random.pick(['Free', 'Starter', 'Pro', 'Scale']);
  return throughDoor(doing, ` to ${plan}`, (page) => confirm(doing, page), {
    from: pricing(random),
    fields: plan === 'Scale' ? workspaces(doing) : {},
  });
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

const cardIn = (random: Random) => ({
  number: random.pick(CARDS),
  expiry: '08 / 31',
  cvc: '123',
  name: 'Ada Byron',
  country: 'GB',
  postalCode: 'SW1Y 4JH',
});

const replaceCard = ({ someone, random }: Doing, page: PlainPage): Promise<PlainPage> =>
  someone.browser.press(page, 'Save card', cardIn(random));

function pause(doing: Doing, page: PlainPage): Promise<PlainPage> {
  const { someone, random } = doing;
  doing.told.confirmed(someone.email); // its end is charged as a change
  const lengths = page.forms.flatMap(({ choices }) => choices.length ?? []);
  if (lengths.length === 0) return Promise.resolve(page); // it became impossible meanwhile
  return someone.browser.press(page, 'Pause', { length: random.pick(lengths) });
}

async function resume({ someone, told }: Doing, home: PlainPage): Promise<PlainPage> {
  const link = home.links.find(({ href }) => href.includes('/resume/'));
  if (!link) return home; // it is running by now
  told.confirmed(someone.email); // its new period is charged as a change
  return someone.browser.press(await someone.browser.open(link.href), 'Resume');
}

/** Two presses of one button at once open two links at most, and both of them lead somewhere. */
async function doublePress(doing: Doing): Promise<Ending> {
  const { browser } = doing.someone;
  const page = await browser.open(`${doing.appUrl}/account`);
  const button = ['Replace', 'Open the billing portal', 'Pay '].find((words) => hasButton(page, words));
  if (!button) return 'nothing to do';
  const pages = await Promise.all([browser.press(page, button), browser.press(page, button)]);
  for (const each of pages) endingOf(doing, each);
  return pages.some(isStripes) ? 'done' : endingOf(doing, pages[0]);
}
