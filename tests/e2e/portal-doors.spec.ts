import type { Page } from '@playwright/test';
import { test as base, expect } from './fixtures';
import { fact } from './portal-steps';

const DECEMBER_1 = 1796083200;
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

const test = base.extend<{ throughDoor: (email: string, door: string) => Promise<void> }>({
  /** Opens one of the account page's doors to the portal as this person. */
  throughDoor: ({ page, openAs }, use) =>
    use(async (email, door) => {
      await openAs(email);
      await press(page, door);
      await page.waitForURL(/\/p\/session\//);
    }),
});

const cancels = (page: Page) => press(page, /^Cancel on/);
const isBack = (page: Page) => page.waitForURL(/\/account\/return\//);

test.describe('cancelling', () => {
  test('leads from the account over the reason to the proof @phone', async ({
    page,
    aSubscriber,
    stripe,
    throughDoor,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(ada.email, 'Cancel plan');
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
    throughDoor,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(ada.email, 'Cancel plan');
    await cancels(page);
    await press(page, 'Send answer');
    await expect(page.getByRole('alert')).toHaveText('Choose an answer, or skip the question.');
    await expect(page.getByRole('radio', { name: 'It’s too expensive' })).toBeFocused();
    await press(page, 'Skip');
    await isBack(page);
    const { cancellation_details } = await stripe.subscriptions.retrieve(ada.subscriptionId);
    expect(cancellation_details).toMatchObject({ reason: 'cancellation_requested', feedback: null });
  });

  test('is not done by the link back, nor by leaving the page', async ({
    page,
    aSubscriber,
    stripe,
    throughDoor,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(ada.email, 'Cancel plan');
    await page.getByRole('link', { name: 'Return to Northlight' }).click();
    await page.waitForURL(/\/account$/);
    await page.goBack();
    await page.getByRole('link', { name: 'Keep Starter' }).click();
    await page.waitForURL(/\/account$/);
    expect(await stripe.subscriptions.retrieve(ada.subscriptionId)).toMatchObject({ cancel_at: null });
  });

  test('is done once: reload and Back show how it stands', async ({
    page,
    aSubscriber,
    stripe,
    throughDoor,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(ada.email, 'Cancel plan');
    const link = page.url();
    await cancels(page);
    const question = page.getByRole('group', { name: 'Why did you cancel?' });
    await expect(question).toBeVisible();
    await page.reload();
    await expect(question).toBeVisible();
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
  test('leads from the account over the confirm step to the proof', async ({
    page,
    aSubscriber,
    stripe,
    throughDoor,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(ada.email, 'Change plan there');
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
    throughDoor,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(ada.email, 'Change plan there');
    await page.getByRole('link', { name: 'Yearly' }).click();
    await page.getByRole('radio', { name: /^Pro.*\$490\.00 per year/ }).check();
    await press(page, 'Continue');
    await expect(heading(page)).toHaveText('Switch to Pro');
    await page.getByRole('link', { name: 'Choose differently' }).click();
    await expect(page.getByRole('radio', { name: /^Pro.*\$490\.00 per year/ })).toBeChecked();
  });
});

test('pausing leads from the account to the proof', async ({ page, aSubscriber, stripe, throughDoor }) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await throughDoor(ada.email, 'Pause plan');
  await page.getByRole('radio', { name: '1 month' }).check();
  await press(page, 'Pause now');
  await isBack(page);
  await expect(heading(page)).toHaveText('Starter is paused');
  expect(await stripe.subscriptions.retrieve(ada.subscriptionId)).toMatchObject({ status: 'paused' });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a plan is cancelled with a reason', async ({ page, aSubscriber, stripe, throughDoor }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await throughDoor(ada.email, 'Cancel plan');
    await cancels(page);
    await page.getByRole('radio', { name: 'It’s too expensive' }).check();
    await press(page, 'Send answer');
    await isBack(page);
    expect(await stripe.subscriptions.retrieve(ada.subscriptionId)).toMatchObject({
      cancel_at: DECEMBER_1,
      cancellation_details: { feedback: 'too_expensive' },
    });
  });
});
