import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type Stripe from 'stripe';
import { nameBusiness, openAccount } from '../../scripts/seed/account';
import {
  aCatalogue,
  aPortalConfiguration,
  aSubscriber,
  type Catalogue,
  DECEMBER_1,
  NOVEMBER_1,
  NOVEMBER_16,
  type Subscriber,
} from '../factories';
import { expectNoViolations, expectToFitNarrow } from './accessible';
import { test as base, expect } from './fixtures';
import { type Words, wordsOf } from './portal-words';

type FlowData = Stripe.BillingPortal.SessionCreateParams.FlowData;
export type Features = Stripe.BillingPortal.ConfigurationUpdateParams.Features;
export type Completion = Stripe.BillingPortal.SessionCreateParams.FlowData.AfterCompletion;
export type Door = FlowData['type'] | 'home';

type Portal = Readonly<{
  /** An account of the test's own, with its own clock. */
  stripe: Stripe;
  catalogue: Catalogue;
  ada: Subscriber;
  /** Changes what the portal offers. */
  offer: (features: Features) => Promise<void>;
  /** Moves the account's clock (Unix seconds). */
  moveClock: (now: number) => Promise<void>;
  /** A new session for Ada, whose browser asks for the project's language. */
  link: (door: Door, options?: Options) => Promise<string>;
  /** Opens a new session's page for Ada. */
  open: (door: Door, options?: Options) => Promise<void>;
  /** The last four digits of what Ada is charged on. */
  chargedOn: () => Promise<string | undefined>;
  subscription: () => Promise<Stripe.Subscription>;
}>;

type Options = Readonly<{
  completion?: Completion | undefined;
  /** A coupon that is offered to those who cancel. */
  retention?: string;
  /** Somebody else's subscription than Ada's first. */
  on?: Subscriber;
  /** The link asks for the e-mail address once it has expired. */
  renewable?: boolean;
}>;

export { expect };

/** Ada on Starter since 1 November, and the portal's pages for her with everything switched on, on 16 November. */
export const test = base.extend<{ portal: Portal; words: Words; done: string; way: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern that this fixture needs no other
  words: ({}, use, info) => use(wordsOf(info.project.name)),
  locale: ({ words }, use) => use(words.locale),
  done: ({ services }, use) => use(`${services.appUrl}/outbox?done`),
  way: ({ services }, use) => use(`${services.appUrl}/outbox?back`),
  portal: async ({ services, page, way }, use) => {
    const key = `sk_test_${randomUUID().replaceAll('-', '')}`;
    const { stripe, moveClock } = openAccount(key, services.stripeUrl, NOVEMBER_16);
    if (!moveClock) throw new Error('These tests are played against the local Stripe');
    await moveClock(NOVEMBER_16);
    await nameBusiness(key, services.stripeUrl, 'Northlight');
    const catalogue = await aCatalogue(stripe);
    const configuration = await aPortalConfiguration(stripe, {
      plans: [catalogue.starter, catalogue.pro],
      features: {
        customer_update: {
          enabled: true,
          allowed_updates: ['email', 'name', 'address', 'phone', 'shipping', 'tax_id'],
        },
        subscription_pause: { enabled: true },
      },
    });
    const ada = await aSubscriber(stripe, {
      price: catalogue.starter.month,
      since: NOVEMBER_1,
      renews: DECEMBER_1,
    });
    const link: Portal['link'] = async (door, { completion, retention, on = ada, renewable } = {}) => {
      const session = await stripe.billingPortal.sessions.create({
        customer: on.customer,
        configuration,
        return_url: way,
        ...(renewable && { after_expiration: { type: 'customer_login' } }),
        ...(door !== 'home' && {
          flow_data: {
            ...flowOn(door, on, catalogue, retention),
            ...(completion && { after_completion: completion }),
          },
        }),
      });
      return session.url;
    };
    await use({
      stripe,
      catalogue,
      ada,
      offer: async (features) => {
        await stripe.billingPortal.configurations.update(configuration, { features });
      },
      moveClock,
      link,
      open: async (door, options) => {
        await page.goto(await link(door, options));
      },
      chargedOn: () => chargedOn(stripe, ada.customer),
      subscription: () => stripe.subscriptions.retrieve(ada.subscription),
    });
  },
});

/** A flow as a deep link asks for it; the confirm step is about the change to Pro. */
function flowOn(
  type: FlowData['type'],
  { subscription, item }: Subscriber,
  { pro }: Catalogue,
  coupon: string | undefined,
): FlowData {
  switch (type) {
    case 'subscription_cancel':
      return {
        type,
        subscription_cancel: {
          subscription,
          ...(coupon && { retention: { type: 'coupon_offer', coupon_offer: { coupon } } }),
        },
      };
    case 'subscription_pause':
      return { type, subscription_pause: { subscription } };
    case 'subscription_update':
      return { type, subscription_update: { subscription } };
    case 'subscription_update_confirm':
      return {
        type,
        subscription_update_confirm: { subscription, items: [{ id: item, price: pro.month }] },
      };
    default:
      return { type };
  }
}

/** The last four digits of what a customer is charged on. */
export async function chargedOn(stripe: Stripe, id: string): Promise<string | undefined> {
  const customer = await stripe.customers.retrieve(id, {
    expand: ['invoice_settings.default_payment_method'],
  });
  const chosen = !customer.deleted && customer.invoice_settings.default_payment_method;
  return chosen && typeof chosen === 'object' ? chosen.card?.last4 : undefined;
}

export const heading = (page: Page) => page.getByRole('heading', { level: 1 });
/** Asks those who cancel for a reason: one of two, or their own words. */
export const WITH_REASONS: Features = {
  subscription_cancel: {
    enabled: true,
    cancellation_reason: { enabled: true, options: ['too_expensive', 'other'] },
  },
};

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
export const follow = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first().click();

/** Fills the fields for a card in and presses the button under them. */
export async function enterCard(
  page: Page,
  words: Words,
  number: string,
  button = words.saveCard,
): Promise<void> {
  await page.getByLabel(words.number).fill(number);
  await page.getByLabel(words.expiry).fill('08 / 29');
  await page.getByLabel(words.cvc).fill('123');
  await page.getByLabel(words.name).fill('Ada Byron');
  await page.getByLabel(words.country, { exact: true }).selectOption('GB');
  await page.getByLabel(words.postalCode).fill('SW1Y 4JH');
  await press(page, button);
}

/**
 * The page breaks no rule of WCAG 2.2 AA, in the dark either, and nothing of it is cut off at 320 px, which is 1280 px at
 * 400 %, nor in letters of twice the size.
 */
export async function expectToBeRight(page: Page): Promise<void> {
  await expectNoViolations(page);
  await expectToFit(page);
}

/** Nothing of the page is cut off at 320 px, nor at 1280 px in letters of twice the size. */
export async function expectToFit(page: Page): Promise<void> {
  await expectToFitNarrow(page);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 1280, height: 800 });
  const width = await page.evaluate(() => {
    const { style } = document.documentElement;
    style.fontSize = '200%';
    const { scrollWidth } = document.documentElement;
    style.fontSize = '';
    return scrollWidth;
  });
  expect(width).toBeLessThanOrEqual(1280);
  if (size) await page.setViewportSize(size);
}
