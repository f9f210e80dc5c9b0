import { expect, test } from './fixtures';
import { planCard } from './portal-steps';

test('each price that the code counts for is struck through before the new one', async ({ page }) => {
  await page.goto('/pricing?promo=spring25');
  for (const [plan, was, now] of [
    ['Starter', '$15.00', '$11.25'],
    ['Pro', '$49.00', '$36.75'],
    ['Scale', '$149.00', '$111.75'],
  ] as const) {
    await expect(planCard(page, plan).locator('s')).toContainText(was);
    await expect(planCard(page, plan)).toContainText(now);
  }
  await expect(planCard(page, 'Free').locator('s')).toHaveCount(0);
});

test('a code for one plan strikes through that one and says why not the others', async ({ page }) => {
  await page.goto('/pricing?promo=PROONLY30');
  await expect(planCard(page, 'Pro')).toContainText('$34.30');
  await expect(planCard(page, 'Scale').locator('s')).toHaveCount(0);
  await expect(planCard(page, 'Scale')).toContainText(/Pro/);
});

test('an amount off is in the page’s currency, with its decimals', async ({ page }) => {
  await page.goto('/pricing?promo=TENOFF&currency=jpy');
  await expect(planCard(page, 'Pro').locator('s')).toContainText('¥7,200');
  await expect(planCard(page, 'Pro')).toContainText('¥5,700');
  await page.goto('/pricing?promo=TENOFF&currency=eur');
  await expect(planCard(page, 'Pro')).toContainText('€36.00');
});

for (const [what, code] of [
  ['an unknown code', 'NOSUCHCODE'],
  ['an expired code', 'WINTER24'],
  ['nonsense for a code', '%3Cscript%3E'],
  ['a word wider than a phone', 'W'.repeat(200)],
] as const) {
  test(`${what} is said kindly and the page still sells`, async ({ page }) => {
    await page.goto(`/pricing?promo=${code}`);
    await expect(page.getByRole('main').locator('s')).toHaveCount(0);
    await expect(page.getByRole('main')).toContainText(
      code === 'WINTER24' ? /has ended/ : /not .*code|no code|know/i,
    );
    await expect(planCard(page, 'Pro')).toContainText('$49.00');
    await expect(planCard(page, 'Pro').getByRole('button')).toBeEnabled();
    await page.setViewportSize({ width: 320, height: 700 });
    const beyondTheEdge = () => document.documentElement.scrollWidth - window.innerWidth;
    expect(await page.evaluate(beyondTheEdge)).toBe(0);
  });
}

test('a first-time code says to a paying customer why it does not count', async ({
  page,
  aSubscriber,
  openAs,
}) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, '/pricing?promo=FIRST50');
  await expect(page.getByRole('main').locator('s')).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText(/first/i);
});

test('the current plan says so instead of a button', async ({ page, aSubscriber, openAs }) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, '/pricing');
  await expect(planCard(page, 'Starter')).toContainText('Your plan');
  await expect(planCard(page, 'Starter').getByRole('button')).toHaveCount(0);
  await expect(planCard(page, 'Pro').getByRole('button', { name: 'Upgrade to Pro' })).toBeVisible();
});

test('a subscription that the portal cannot change says so before the press', async ({
  page,
  aSubscriber,
  stripe,
  openAs,
}) => {
  const ada = await aSubscriber({ plan: 'starter' });
  const [second] = (await stripe.prices.list({ lookup_keys: ['pro_month'] })).data;
  await stripe.subscriptionItems.create({ subscription: ada.subscriptionId, price: second?.id ?? '' });
  await openAs(ada.email, '/pricing');
  await expect(planCard(page, 'Scale')).toContainText('Your plan has several parts.');
  await expect(planCard(page, 'Scale').getByRole('button')).toHaveCount(0);
});

test('what a change costs today stands beside its button, and the portal asks for exactly that', async ({
  page,
  aSubscriber,
  openAs,
}) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, '/pricing?promo=SPRING25');
  await expect(planCard(page, 'Pro')).toContainText('You pay $10.88 today.');
  await expect(planCard(page, 'Free')).toContainText('Nothing to pay today.');
  await planCard(page, 'Pro').getByRole('button', { name: 'Upgrade to Pro' }).click();
  await expect(page.getByRole('button', { name: 'Confirm and pay $10.88' })).toBeVisible();
});

test('a plan that is about to end is kept by one press', async ({ page, aSubscriber, stripe, openAs }) => {
  const ada = await aSubscriber({ plan: 'starter', terms: { cancel_at: 'max_period_end' } });
  await openAs(ada.email, '/pricing');
  await expect(planCard(page, 'Starter')).toContainText('Ends on 1 December 2026.');
  await planCard(page, 'Starter').getByRole('button', { name: 'Keep Starter' }).click();
  await expect(planCard(page, 'Starter')).toContainText('Your plan');
  expect(await stripe.subscriptions.retrieve(ada.subscriptionId)).toMatchObject({ cancel_at: null });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('interval and currency switch and keep the code', async ({ page }) => {
    await page.goto('/pricing?promo=SPRING25');
    await page.getByRole('link', { name: /^Yearly/ }).click();
    await expect(planCard(page, 'Pro')).toContainText('$490.00');
    await page.getByRole('link', { name: 'EUR' }).click();
    await expect(planCard(page, 'Pro').locator('s')).toContainText('€450.00');
    await expect(planCard(page, 'Pro')).toContainText('€337.50');
  });

  test('the page that waits for what a change costs today is complete', async ({
    page,
    aSubscriber,
    openAs,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    await openAs(ada.email, '/pricing?promo=SPRING25&today=1');
    await expect(planCard(page, 'Pro')).toContainText('You pay $10.88 today.');
    await expect(planCard(page, 'Pro').locator('s')).toContainText('$49.00');
  });
});
