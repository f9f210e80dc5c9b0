import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type Stripe from 'stripe';
import { aCatalogue, aPortalConfiguration, aSubscriber, type Subscriber } from '../factories';
import { test as base, expect } from './fixtures';

type Completion = Stripe.BillingPortal.SessionCreateParams.FlowData.AfterCompletion;
type Door = 'payment_method_update' | 'customer_update' | 'home';
type Options = Readonly<{ completion?: Completion; locale?: 'en' | 'de' }>;

type Portal = Readonly<{
  ada: Subscriber;
  /** Opens a session's page for Ada. */
  open: (door: Door, options?: Options) => Promise<void>;
  /** The last four digits of what Ada is charged on. */
  chargedOn: () => Promise<string | undefined>;
}>;

export { expect };

/** Ada with a plan and a card, and the portal's pages for her with everything switched on. */
export const test = base.extend<{ portal: Portal; done: string; way: string }>({
  done: ({ services }, use) => use(`${services.appUrl}/pricing?done`),
  way: ({ services }, use) => use(`${services.appUrl}/pricing?back`),
  portal: async ({ stripe, page, way }, use) => {
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
    const ada = await aSubscriber(stripe, { price: catalogue.starter.month });
    await use({
      ada,
      async open(door, { completion, locale = 'en' } = {}) {
        const session = await stripe.billingPortal.sessions.create({
          customer: ada.customer,
          configuration,
          return_url: way,
          locale,
          ...(door !== 'home' && {
            flow_data: { type: door, ...(completion && { after_completion: completion }) },
          }),
        });
        await page.goto(session.url);
      },
      async chargedOn() {
        const customer = await stripe.customers.retrieve(ada.customer, {
          expand: ['invoice_settings.default_payment_method'],
        });
        const chosen = !customer.deleted && customer.invoice_settings.default_payment_method;
        return chosen && typeof chosen === 'object' ? chosen.card?.last4 : undefined;
      },
    });
  },
});

export const heading = (page: Page) => page.getByRole('heading', { level: 1 });
export const save = (page: Page) => page.getByRole('button', { name: 'Save card' }).click();

/** Fills the card form in and sends it. */
export async function enterCard(page: Page, number: string): Promise<void> {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiry date').fill('08 / 29');
  await page.getByLabel('Security code').fill('123');
  await page.getByLabel('Name on card').fill('Ada Byron');
  await page.getByLabel('Country').selectOption('GB');
  await page.getByLabel('Postal code').fill('SW1Y 4JH');
  await save(page);
}

/** axe finds nothing against WCAG 2.2 AA. */
async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

/** Nothing is cut off or scrolls sideways, at 320 px as well. */
async function expectToFit(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  if (size) await page.setViewportSize(size);
}

/** The page has no accessibility violations and fits the smallest phone. */
export async function expectToBeRight(page: Page): Promise<void> {
  await expectNoViolations(page);
  await expectToFit(page);
}
