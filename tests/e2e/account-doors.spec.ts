import { expect, test } from './fixtures';
import { chooseInPricing } from './portal-steps';

test('every door of the account page opens the portal there, and comes back to its proof @phone', async ({
  page,
  aSubscriber,
  stripe,
  openAs,
}) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email);
  const through = async (door: string) => {
    await page.goto('/account');
    await page.getByRole('button', { name: door, exact: true }).click();
    await page.waitForURL(/\/p\/session\//);
  };
  const expectProof = async (title: string) => {
    await page.waitForURL(/\/account\/return\//);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  };

  await through('Replace');
  await page.getByLabel('Card number').fill('5555 5555 5555 4444');
  await page.getByLabel('Expiry date').fill('08 / 29');
  await page.getByLabel('Security code').fill('123');
  await page.getByLabel('Name on card').fill('Ada Byron');
  await page.getByLabel('Country').selectOption('GB');
  await page.getByLabel('Postal code').fill('SW1Y 4JH');
  await page.getByRole('button', { name: 'Save card' }).click();
  await expectProof('Your card was replaced');

  await through('Edit');
  await page.getByLabel('Name', { exact: true }).first().fill('Ada King');
  await page.getByRole('button', { name: 'Save billing information' }).click();
  await expectProof('Your billing information changed');

  await through('Change plan there');
  await page.getByRole('radio', { name: /^Pro/ }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Confirm and pay $17.00' }).click();
  await expectProof('You are on Pro');

  await through('Pause plan');
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Pause now' }).click();
  await expectProof('Pro is paused');
  expect(await stripe.subscriptions.retrieve(ada.subscriptionId)).toMatchObject({ status: 'paused' });
});

test('two browsers of one person: the one that comes second is told what the first has done', async ({
  page,
  browser,
  aSubscriber,
  stripe,
  openAs,
}) => {
  const ada = await aSubscriber({ plan: 'starter' });
  await openAs(ada.email, '/pricing');
  const elsewhere = await browser.newPage();
  await openAs(ada.email, '/pricing', elsewhere);
  await chooseInPricing(page, 'Pro');
  await chooseInPricing(elsewhere, 'Pro');
  await page.getByRole('button', { name: /^Confirm and pay/ }).click();
  await page.waitForURL(/\/account\/return\//);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are on Pro');

  await elsewhere.getByRole('button', { name: /^Confirm/ }).click();
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('This change is no longer possible');
  await elsewhere.goto('/account');
  await expect(elsewhere.getByRole('main')).toContainText('Pro');
  const charges = await stripe.invoices.list({ customer: ada.customerId });
  expect(charges.data.filter(({ billing_reason }) => billing_reason === 'subscription_update')).toHaveLength(
    1,
  );
  await elsewhere.close();
});
