import { expect, test } from './fixtures';
import { chooseInPricing } from './portal-steps';

const NOVEMBER_20 = 1795132800;

test('a failed payment is told on every page, and the open invoice can be paid once the card is replaced', async ({
  page,
  aSubscriber,
  stripe,
  openAs,
}) => {
  const emi = await aSubscriber({ plan: 'starter', card: 'pm_card_chargeCustomerFail' });
  await stripe.subscriptions.update(emi.subscriptionId, {
    billing_cycle_anchor: { type: 'now' },
    proration_behavior: 'always_invoice',
  });
  await openAs(emi.email);
  await expect(page.getByRole('main')).toContainText('Your last payment failed');
  for (const path of ['/account', '/pricing', '/terms']) {
    await page.goto(path);
    await expect(page.getByRole('main')).toContainText('Your last payment failed');
    await expect(page.getByRole('button', { name: 'Update payment method' })).toHaveCount(1);
  }
  // $15.00 from today on, less $7.50 for the half of November that was paid for
  await page.getByRole('button', { name: 'Pay $7.50 now' }).click();
  await page.waitForURL(/refused=card-declined/);
  await expect(page.getByRole('main')).toContainText('The payment did not go through');

  const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: emi.customerId });
  await stripe.customers.update(emi.customerId, { invoice_settings: { default_payment_method: id } });
  await page.getByRole('button', { name: 'Pay $7.50 now' }).click();
  await expect(page.getByRole('main')).not.toContainText('Your last payment failed');
  expect(await stripe.subscriptions.retrieve(emi.subscriptionId)).toMatchObject({ status: 'active' });
});

test('a plan that is set to end can be kept with one press', async ({
  page,
  aSubscriber,
  stripe,
  openAs,
}) => {
  const dmitri = await aSubscriber({ plan: 'starter', terms: { cancel_at: NOVEMBER_20 } });
  await openAs(dmitri.email);
  await expect(page.getByRole('main')).toContainText('Ends on 20 November 2026');
  await page.getByRole('button', { name: 'Keep Starter' }).click();
  await expect(page.getByRole('main')).toContainText('Renews on 1 December 2026');
  expect(await stripe.subscriptions.retrieve(dmitri.subscriptionId)).toMatchObject({ cancel_at: null });
});

test('a downgrade that waits can be taken back', async ({ page, aSubscriber, stripe, openAs }) => {
  const bruno = await aSubscriber({ plan: 'pro' });
  await openAs(bruno.email, '/pricing');
  await chooseInPricing(page, 'Starter');
  await page.getByRole('button', { name: /^Schedule change for/ }).click();
  await page.waitForURL(/\/account\/return\//);
  await page.goto('/account');
  await expect(page.getByRole('main')).toContainText('Changes to Starter');
  await page.getByRole('button', { name: 'Keep Pro instead' }).click();
  await expect(page.getByRole('main')).not.toContainText('Changes to Starter');
  expect(await stripe.subscriptions.retrieve(bruno.subscriptionId)).toMatchObject({ schedule: null });
});

test('somebody who cancels Pro is offered 30 % first, and taking it keeps the plan', async ({
  page,
  aSubscriber,
  stripe,
  openAs,
}) => {
  const bruno = await aSubscriber({ plan: 'pro' });
  await openAs(bruno.email);
  await page.getByRole('button', { name: 'Cancel plan' }).click();
  await page.waitForURL(/\/p\/session\//);
  await page.getByRole('link', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Stay, and pay less');
  await expect(page.getByRole('main')).toContainText('$34.30');
  await page.getByRole('button', { name: 'Keep Pro with 30% off' }).click();
  await page.waitForURL(/\/account\/return\//);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You keep Pro');
  expect(await stripe.subscriptions.retrieve(bruno.subscriptionId)).toMatchObject({
    cancel_at: null,
    discounts: [expect.stringMatching(/^di_/)],
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('keeping a plan works with a plain form', async ({ page, aSubscriber, openAs }) => {
    const dmitri = await aSubscriber({ plan: 'starter', terms: { cancel_at: NOVEMBER_20 } });
    await openAs(dmitri.email);
    await page.getByRole('button', { name: 'Keep Starter' }).click();
    await expect(page.getByRole('main')).toContainText('Renews on 1 December 2026');
  });
});
