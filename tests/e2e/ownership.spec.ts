import { eq } from 'drizzle-orm';
import { portalIntents } from '@/lib/db/schema';
import { expect, signIn, test } from './fixtures';
import { chooseInPricing } from './portal-steps';

const NOTHING = 'Nothing to show here';

test('a made-up return shows nothing', async ({ page, aSubscriber, openAs }) => {
  const ada = await aSubscriber();
  await openAs(ada.email);
  await page.goto('/account/return/made-up-intent');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(NOTHING);
});

test('the address of a return proves nothing: without the change behind it nothing is said to have changed', async ({
  page,
  aSubscriber,
  database,
  openAs,
}) => {
  const ada = await aSubscriber();
  await openAs(ada.email, '/pricing');
  await chooseInPricing(page, 'Pro');
  const [intent] = await database
    .select({ id: portalIntents.id })
    .from(portalIntents)
    .where(eq(portalIntents.customerId, ada.customerId));
  await page.goto(`/account/return/${intent?.id}?success=true`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing changed');
});

test('one person’s return shows nothing to another', async ({ page, browser, aSubscriber, openAs }) => {
  const [ada, eve] = [await aSubscriber(), await aSubscriber()];
  await openAs(ada.email, '/pricing');
  await chooseInPricing(page, 'Pro');
  await page.getByRole('button', { name: /^Confirm and pay/ }).click();
  await page.waitForURL(/\/account\/return\//);
  const other = await browser.newPage({ baseURL: new URL(page.url()).origin });
  await openAs(eve.email, '/account', other);
  await other.goto(page.url());
  await expect(other.getByRole('heading', { level: 1 })).toContainText(NOTHING);
  await other.close();
});

test('a form that names another customer’s subscription changes one’s own', async ({
  page,
  aSubscriber,
  stripe,
  openAs,
}) => {
  const [ada, victim] = [await aSubscriber(), await aSubscriber()];
  await openAs(ada.email, '/pricing');
  await page.evaluate(({ subscriptionId, customerId, itemId }) => {
    for (const form of document.querySelectorAll('form'))
      for (const [name, value] of Object.entries({
        subscription: subscriptionId,
        customer: customerId,
        item: itemId,
        price: 'price_made_up',
        amount: '1',
        return_url: 'https://evil.example',
      })) {
        const field = document.createElement('input');
        Object.assign(field, { type: 'hidden', name, value });
        form.append(field);
      }
  }, victim);
  await chooseInPricing(page, 'Pro');
  await page.getByRole('button', { name: /^Confirm and pay/ }).click();
  await page.waitForURL(/\/account\/return\//);
  const amounts = await Promise.all(
    [ada, victim].map(async ({ subscriptionId }) => {
      const { items } = await stripe.subscriptions.retrieve(subscriptionId);
      return items.data[0]?.price.unit_amount;
    }),
  );
  expect(amounts).toEqual([4900, 1500]);
});

test('signing in never leads to another site', async ({ page, aCustomer }) => {
  const ada = await aCustomer();
  await signIn(page, ada.email, 'https://evil.example/phish');
  expect(new URL(page.url()).hostname).toBe('localhost');
});

for (const path of ['/account', '/account/return/anything']) {
  test(`${path} asks a stranger to sign in`, async ({ page }) => {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in\?/);
    expect(new URL(page.url()).searchParams.get('callbackUrl')).toContain(path);
  });
}
