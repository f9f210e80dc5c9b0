import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type Stripe from 'stripe';
import { expect, signIn, test } from './fixtures';
import { fact } from './portal-steps';

const DECEMBER_1 = 1796083200;
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

/** Signs in and opens one of the account page's doors to the portal. */
async function throughDoor(page: Page, email: string, door: string): Promise<void> {
  await signIn(page, email);
  await press(page, door);
  await page.waitForURL(/\/p\/session\//);
}

const cancels = (page: Page) => press(page, /^Cancel on/);
const isBack = (page: Page) => page.waitForURL(/\/account\/return\//);

test.describe('cancelling', () => {
  test('leads from the account over the reason to the proof @phone', async ({
    page,
    aSubscriber,
    stripe,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(page, ada.email, 'Cancel plan');
    await expect(heading(page)).toHaveText('Cancel Starter');
    await cancels(page);
    await page.getByRole('radio', { name: 'Other reason' }).check();
    await page.getByLabel('In your own words (optional)').fill('Moving to sea');
    await press(page, 'Send answer');
    await isBack(page);
    await expect(heading(page)).toHaveText('Starter ends on 1 December 2026');
    expect(await stripe.subscriptions.retrieve(ada.subscriptionId)).toMatchObject({
      status: 'active',
      cancel_at: DECEMBER_1,
      cancellation_details: { feedback: 'other', comment: 'Moving to sea' },
    });
  });

  test('needs no reason: an empty answer is asked for again, and can be skipped', async ({
    page,
    aSubscriber,
    stripe,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(page, ada.email, 'Cancel plan');
    await cancels(page);
    await press(page, 'Send answer');
    await expect(page.getByRole('alert')).toHaveText('Choose an answer, or skip the question.');
    await expect(page.getByRole('radio', { name: 'It’s too expensive' })).toBeFocused();
    await press(page, 'Skip');
    await isBack(page);
    const { cancellation_details } = await stripe.subscriptions.retrieve(ada.subscriptionId);
    expect(cancellation_details).toMatchObject({ reason: 'cancellation_requested', feedback: null });
  });

  test('is not done by the link back, nor by leaving the page', async ({ page, aSubscriber, stripe }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(page, ada.email, 'Cancel plan');
    await page.getByRole('link', { name: 'Return to Northlight' }).click();
    await page.waitForURL(/\/account$/);
    await page.goBack();
    await page.getByRole('link', { name: 'Keep Starter' }).click();
    await page.waitForURL(/\/account$/);
    expect(await stripe.subscriptions.retrieve(ada.subscriptionId)).toMatchObject({ cancel_at: null });
  });

  test('is done once: reload and Back show how it stands', async ({ page, aSubscriber, stripe }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(page, ada.email, 'Cancel plan');
    const link = page.url();
    await cancels(page);
    await page.reload();
    await expect(page.getByRole('group', { name: 'Why did you cancel?' })).toBeVisible();
    await press(page, 'Skip');
    await isBack(page);
    await page.goto(link);
    await expect(heading(page)).toHaveText('This is already done');
    const updates = await stripe.events.list({ type: 'customer.subscription.updated', limit: 100 });
    const own = updates.data.filter(
      ({ data }) => 'id' in data.object && data.object.id === ada.subscriptionId,
    );
    expect(own).toHaveLength(1);
  });
});

test.describe('choosing another plan', () => {
  test('leads from the account over the confirm step to the proof @phone', async ({
    page,
    aSubscriber,
    stripe,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(page, ada.email, 'Change plan there');
    await expect(heading(page)).toHaveText('Change your plan');
    await page.getByRole('radio', { name: /^Pro/ }).check();
    await page.getByLabel('Promotion code').fill('spring25');
    await press(page, 'Continue');
    await expect(heading(page)).toHaveText('Switch to Pro');
    // Half of November: $18.38 for Pro at $36.75 less $7.50 for Starter
    await press(page, 'Confirm and pay $10.88');
    await isBack(page);
    await expect(heading(page)).toHaveText('You are on Pro');
    await expect(fact(page, 'Charged today')).toContainText('$10.88');
    const after = await stripe.subscriptions.retrieve(ada.subscriptionId);
    expect(after.items.data).toMatchObject([{ id: ada.itemId, price: { unit_amount: 4900 } }]);
  });

  test('shows yearly prices by a link, and the choice can be changed before it is confirmed', async ({
    page,
    aSubscriber,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(page, ada.email, 'Change plan there');
    await page.getByRole('link', { name: 'Yearly' }).click();
    await page.getByRole('radio', { name: /^Pro.*\$490\.00 per year/ }).check();
    await press(page, 'Continue');
    await expect(heading(page)).toHaveText('Switch to Pro');
    await page.getByRole('link', { name: 'Choose differently' }).click();
    await expect(page.getByRole('radio', { name: /^Pro.*\$490\.00 per year/ })).toBeChecked();
  });

  for (const [code, words] of [
    ['NOPE', 'There is no code “NOPE”. Check the spelling.'],
    ['WINTER24', 'The code “WINTER24” has expired or is switched off.'],
    ['FIRST50', 'The code “FIRST50” is for first purchases only, and you have paid before.'],
    ['PROONLY30', 'The code “PROONLY30” does not apply to Scale.'],
  ] as const)
    test(`explains why ${code} cannot be used`, async ({ page, aSubscriber }) => {
      const ada = await aSubscriber({ plan: 'starter' });
      await throughDoor(page, ada.email, 'Change plan there');
      await page.getByRole('radio', { name: /^Scale/ }).check();
      await page.getByLabel('Promotion code').fill(code);
      await press(page, 'Continue');
      await expect(page.getByLabel('Promotion code')).toHaveAccessibleDescription(words);
      await expect(page.getByLabel('Promotion code')).toBeFocused();
      await expect(page.getByLabel('Promotion code')).toHaveValue(code);
      await expect(page.getByRole('radio', { name: /^Scale/ })).toBeChecked();
    });
});

test('pausing leads from the account to the proof @phone', async ({ page, aSubscriber, stripe }) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await throughDoor(page, ada.email, 'Pause plan');
  await page.getByRole('radio', { name: '1 month' }).check();
  await press(page, 'Pause now');
  await isBack(page);
  await expect(heading(page)).toHaveText('Starter is paused');
  expect(await stripe.subscriptions.retrieve(ada.subscriptionId)).toMatchObject({ status: 'paused' });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a plan is cancelled with a reason @phone', async ({ page, aSubscriber, stripe }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(page, ada.email, 'Cancel plan');
    await cancels(page);
    await page.getByRole('radio', { name: 'It’s too expensive' }).check();
    await press(page, 'Send answer');
    await isBack(page);
    expect(await stripe.subscriptions.retrieve(ada.subscriptionId)).toMatchObject({
      cancel_at: DECEMBER_1,
      cancellation_details: { feedback: 'too_expensive' },
    });
  });

  test('a plan is changed @phone', async ({ page, aSubscriber }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(page, ada.email, 'Change plan there');
    await page.getByRole('radio', { name: /^Pro/ }).check();
    await press(page, 'Continue');
    await press(page, 'Confirm and pay $17.00');
    await isBack(page);
    await expect(heading(page)).toHaveText('You are on Pro');
  });
});

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(tooWide).toBe(false);
}

/** A session of one's own for a person, as the app's server would make it. */
async function aLink(
  stripe: Stripe,
  customer: string,
  flow?: Stripe.BillingPortal.SessionCreateParams.FlowData,
): Promise<string> {
  const session = await stripe.billingPortal.sessions.create({
    customer,
    return_url: 'https://example.com/account',
    ...(flow && { flow_data: flow }),
  });
  return session.url;
}

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`every page of a plan, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('cancelling, with the offer and the reasons, has no accessibility violations @phone', async ({
      page,
      aSubscriber,
      stripe,
    }) => {
      const { customerId, subscriptionId: subscription } = await aSubscriber({ plan: 'starter' });
      const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'once', name: 'Stay' });
      await page.goto(
        await aLink(stripe, customerId, {
          type: 'subscription_cancel',
          subscription_cancel: {
            subscription,
            retention: { type: 'coupon_offer', coupon_offer: { coupon } },
          },
        }),
      );
      await expectNoViolations(page);
      await page.getByRole('link', { name: 'Continue' }).click();
      await expectNoViolations(page);
      await press(page, /^No thanks/);
      await expectNoViolations(page);
      await press(page, 'Send answer');
      await expectNoViolations(page);
      await page.getByRole('radio', { name: 'Other reason' }).check();
      await expectNoViolations(page);
      await press(page, 'Send answer');
      await expectNoViolations(page);
    });

    test('changing and pausing have no accessibility violations @phone', async ({
      page,
      aSubscriber,
      stripe,
    }) => {
      const { customerId, subscriptionId: subscription } = await aSubscriber({ plan: 'starter' });
      await page.goto(
        await aLink(stripe, customerId, {
          type: 'subscription_update',
          subscription_update: { subscription },
        }),
      );
      await expectNoViolations(page);
      await page.getByRole('radio', { name: /^Pro/ }).check();
      await page.getByLabel('Promotion code').fill('NOPE');
      await press(page, 'Continue');
      await expectNoViolations(page);
      await page.getByLabel('Promotion code').fill('');
      await press(page, 'Continue');
      await expectNoViolations(page);
      await page.goto(
        await aLink(stripe, customerId, { type: 'subscription_pause', subscription_pause: { subscription } }),
      );
      await expectNoViolations(page);
    });

    test('taking things back has no accessibility violations @phone', async ({
      page,
      aSubscriber,
      stripe,
    }) => {
      const { customerId, subscriptionId } = await aSubscriber({ plan: 'starter' });
      const home = await aLink(stripe, customerId);
      await page.goto(`${home}/renew/${subscriptionId}`);
      await expect(heading(page)).toHaveText('Your plan goes on already');
      await expectNoViolations(page);
      await stripe.subscriptions.update(subscriptionId, { cancel_at: 'max_period_end' });
      await page.goto(`${home}/renew/${subscriptionId}`);
      await expectNoViolations(page);
      await press(page, 'Renew plan');
      await expect(page.getByRole('main')).toContainText('Starter goes on');
      await stripe.subscriptions.pause(subscriptionId);
      await page.goto(`${home}/resume/${subscriptionId}`);
      await expectNoViolations(page);
    });
  });
