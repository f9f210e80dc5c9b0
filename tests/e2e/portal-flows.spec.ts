import type { Page } from '@playwright/test';
import { DECEMBER_1 } from '../factories';
import { type Completion, type Door, enterCard, expect, follow, heading, press, test } from './portal-visit';
import type { Words } from './portal-words';

type Flow = Readonly<{
  flow: Exclude<Door, 'home'>;
  /** What the first page is headed with. */
  title: keyof Words;
  /** What a customer does there to the end. */
  doIt: (page: Page, words: Words) => Promise<void>;
  /** What is said then, on the confirmation page and on the home. */
  says: keyof Words;
  /** What of the subscription and the customer is different afterwards. */
  subscription?: Record<string, unknown>;
  email?: string;
  charged?: string;
}>;

const isPro: Record<string, unknown> = {
  status: 'active',
  items: { data: [{ price: { unit_amount: 4900 } }] },
};

const FLOWS: readonly Flow[] = [
  {
    flow: 'payment_method_update',
    title: 'cardTitle',
    doIt: (page, words) => enterCard(page, words, '5555555555554444'),
    says: 'cardSaved',
    charged: '4444',
  },
  {
    flow: 'customer_update',
    title: 'billingTitle',
    doIt: async (page, words) => {
      await page.getByLabel(words.email).fill('ada@byron.example');
      await press(page, words.saveBilling);
    },
    says: 'billingSaved',
    email: 'ada@byron.example',
  },
  {
    flow: 'subscription_cancel',
    title: 'cancelTitle',
    doIt: (page, words) => press(page, words.cancel),
    says: 'cancelled',
    subscription: { status: 'active', cancel_at: DECEMBER_1 },
  },
  {
    flow: 'subscription_pause',
    title: 'pauseTitle',
    doIt: async (page, words) => {
      await page.getByRole('radio', { name: words.aMonth }).check();
      await press(page, words.pause);
    },
    says: 'paused',
    subscription: { status: 'paused' },
  },
  {
    flow: 'subscription_update',
    title: 'chooseTitle',
    doIt: async (page, words) => {
      await page.getByRole('radio', { name: /^Pro/ }).check();
      await press(page, words.next);
      await press(page, words.confirm);
    },
    says: 'changed',
    subscription: isPro,
  },
  {
    flow: 'subscription_update_confirm',
    title: 'confirmTitle',
    doIt: (page, words) => press(page, words.confirm),
    says: 'changed',
    subscription: isPro,
  },
];

type Ending = Readonly<{ ending: string; completion: (done: string) => Completion }>;

const ENDINGS: readonly Ending[] = [
  {
    ending: 'hosted_confirmation with a message',
    completion: () => ({
      type: 'hosted_confirmation',
      hosted_confirmation: { custom_message: 'Merci <i>Ada</i>' },
    }),
  },
  { ending: 'portal_homepage', completion: () => ({ type: 'portal_homepage' }) },
  {
    ending: 'redirect',
    completion: (done) => ({ type: 'redirect', redirect: { return_url: done } }),
  },
];

const nothing: Record<string, unknown> = {
  status: 'active',
  cancel_at: null,
  items: { data: [{ price: { unit_amount: 1500 } }] },
};

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const { flow, title, doIt, says, subscription = nothing, email, charged = '4242' } of FLOWS) {
    for (const { ending, completion } of ENDINGS)
      test(`${flow} ends with ${ending}, once @phone`, async ({ page, portal, words, done, way }) => {
        await portal.open(flow, { completion: completion(done) });
        const link = page.url();
        await expect(heading(page)).toHaveText(String(words[title]));
        await doIt(page, words);
        if (ending === 'redirect') {
          await page.waitForURL(done);
          await page.goto(link);
          await expect(heading(page)).toHaveText(words.alreadyDone);
        } else if (ending === 'portal_homepage') {
          await expect(heading(page)).toHaveText(words.homeTitle);
          await expect(page.getByRole('status')).toHaveText(String(words[says]));
          await page.reload();
          await expect(page.getByRole('status')).toHaveCount(0);
        } else {
          await expect(heading(page)).toHaveText(String(words[says]));
          await expect(page.getByRole('main')).toContainText('Merci <i>Ada</i>');
          await page.reload();
          await expect(heading(page)).toHaveText(String(words[says]));
          await follow(page, words.back);
          await page.waitForURL(way); // whole: nobody goes back from a page that is only just coming
          await page.goBack();
          await expect(heading(page)).toHaveText(String(words[says]));
        }
        expect(await portal.subscription()).toMatchObject(subscription);
        expect(await portal.chargedOn()).toBe(charged);
        const { ada, stripe } = portal;
        expect(await stripe.customers.retrieve(ada.customer)).toMatchObject({
          email: email ?? 'ada@example.com',
        });
        // What was there, and one more where the change was paid for.
        const invoices = await stripe.invoices.list({ customer: ada.customer });
        expect(invoices.data).toHaveLength(subscription === isPro ? 2 : 1);
      });

    test(`${flow} ends with the default; the link back changes nothing, a second tab sees what the first did @phone`, async ({
      page,
      portal,
      words,
      way,
      context,
    }) => {
      await portal.open(flow);
      const link = page.url();
      await follow(page, words.back);
      await page.waitForURL(way);
      expect(await portal.subscription()).toMatchObject(nothing);
      expect(await portal.chargedOn()).toBe('4242');
      await page.goto(link);
      const second = await context.newPage();
      await second.goto(link);
      await doIt(page, words);
      await expect(heading(page)).toHaveText(String(words[says]));
      await second.reload();
      await expect(heading(second)).toHaveText(String(words[says]));
      await second.close();
      expect(await portal.subscription()).toMatchObject(subscription);
      expect(await portal.chargedOn()).toBe(charged);
    });
  }

  test('a link that leads nowhere says so @phone', async ({ page, services, words }) => {
    await page.goto(`${services.stripeUrl}/p/session/test_nobody`);
    await expect(heading(page)).toHaveText(words.unknownLink);
  });

  test('an expired link gives its owner a fresh one @phone', async ({ page, portal, words }) => {
    const link = await portal.link('payment_method_update', { renewable: true });
    await portal.moveClock(1794787200 + 301);
    await page.goto(link);
    await expect(heading(page)).toHaveText(words.linkExpired);
    const email = page.getByLabel(words.yourEmail);
    await email.fill('eve@evil.example');
    await press(page, words.open);
    await expect(email).toHaveAccessibleDescription(words.wrongEmail);
    await expect(email).toBeFocused();
    await email.fill('ada@example.com');
    await press(page, words.open);
    await expect(heading(page)).toHaveText(words.cardTitle);
  });
});
