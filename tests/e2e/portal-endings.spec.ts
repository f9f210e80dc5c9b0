import { expect, test } from './fixtures';
import { chooseInPricing, fact, planCard } from './portal-steps';

test('a declined card is explained on the page and nothing changes', async ({
  page,
  aSubscriber,
  stripe,
  openAs,
}) => {
  const ada = await aSubscriber({ plan: 'starter', card: 'pm_card_chargeCustomerFail' });
  await openAs(ada.email, '/pricing?promo=SPRING25');
  await chooseInPricing(page, 'Pro');
  await page.getByRole('button', { name: 'Confirm and pay $10.88' }).click();
  await expect(page.getByRole('alert')).toContainText('Your card was declined.');
  await expect(page.getByRole('alert')).toContainText('Nothing changed');
  await expect(page.getByRole('button', { name: /pay \$10\.88/ })).toBeVisible();

  const after = await stripe.subscriptions.retrieve(ada.subscriptionId);
  expect(after).toMatchObject({ status: 'active', discounts: [] });
  expect(after.items.data).toMatchObject([{ price: { unit_amount: 1500 } }]);

  await page
    .getByRole('link', { name: /Return to/ })
    .first()
    .click();
  await page.waitForURL(/\/pricing/);
  await page.goto('/account');
  await expect(page.getByRole('main')).toContainText('Starter');
});

test('the link back changes nothing', async ({ page, aSubscriber, stripe, openAs }) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, '/pricing?promo=SPRING25');
  await chooseInPricing(page, 'Pro');
  await page.getByRole('link', { name: 'Return to Northlight' }).click();
  await page.waitForURL(/\/pricing\?/);
  await expect(planCard(page, 'Starter')).toContainText('Your plan');
  expect(await stripe.subscriptions.retrieve(ada.subscriptionId)).toMatchObject({
    discounts: [],
    items: { data: [{ price: { unit_amount: 1500 } }] },
  });
});

test('the button works again after the browser’s Back', async ({ page, aSubscriber, openAs }) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, '/pricing');
  await chooseInPricing(page, 'Pro');
  await page.goBack();
  await page.waitForURL(/\/pricing/);
  await expect(planCard(page, 'Pro').getByRole('button', { name: 'Upgrade to Pro' })).toBeEnabled();
  await chooseInPricing(page, 'Scale');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Switch to Scale');
});

test('a confirmed link says so and does not charge twice', async ({ page, aSubscriber, stripe, openAs }) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, '/pricing');
  await chooseInPricing(page, 'Pro');
  const link = page.url();
  await page.getByRole('button', { name: /^Confirm and pay/ }).click();
  await page.waitForURL(/\/account\/return\//);
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This is already done');
  expect((await stripe.invoices.list({ subscription: ada.subscriptionId })).data).toHaveLength(2);
});

test('a downgrade waits for the period’s end, and the proof says when', async ({
  page,
  aSubscriber,
  openAs,
}) => {
  const bruno = await aSubscriber({ plan: 'pro' });
  await openAs(bruno.email, '/pricing');
  await chooseInPricing(page, 'Starter');
  await page.getByRole('button', { name: /^Schedule change for/ }).click();
  await page.waitForURL(/\/account\/return\//);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Starter starts on 1 December 2026');
  await expect(fact(page, 'From 1 December 2026')).toContainText('Starter, $15.00 per month');
  await page.goto('/account');
  await expect(page.getByRole('main')).toContainText('Pro');
  await expect(page.getByRole('main')).toContainText('1 December 2026');
});
