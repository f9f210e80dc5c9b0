import { replaceCard } from '../factories';
import {
  enterCard,
  expect,
  expectToBeRight,
  expectToFit,
  follow,
  heading,
  press,
  test,
  WITH_REASONS,
} from './portal-visit';

test('the card form, empty, with errors, refused and at the bank @phone', async ({ page, portal, words }) => {
  await portal.open('payment_method_update');
  await expectToBeRight(page);
  await press(page, words.saveCard);
  await expect(page.getByLabel(words.expiry)).toHaveAccessibleDescription(words.expiryMissing);
  await expectToBeRight(page);
  await enterCard(page, words, '4000000000000127');
  await expect(page.getByRole('alert')).toContainText(words.wrongCvc);
  await expectToBeRight(page);
  await enterCard(page, words, '4000002760003184');
  await expect(page.getByRole('button', { name: words.pass })).toBeVisible();
  await expectToBeRight(page);
  await press(page, words.pass);
  await expect(heading(page)).toHaveText(words.cardSaved);
  await expectToBeRight(page);
});

test('the confirm step, declined with the fields for another card, and what follows @phone', async ({
  page,
  portal,
  words,
}) => {
  await replaceCard(portal.stripe, portal.ada.customer, 'pm_card_chargeCustomerFail');
  await portal.open('subscription_update_confirm');
  await expectToBeRight(page);
  await press(page, words.confirm);
  await expect(page.getByRole('alert')).toContainText(words.declined);
  await expectToBeRight(page);
  await enterCard(page, words, '4242424242424241', words.otherCard);
  await expect(page.getByLabel(words.number)).toHaveAccessibleDescription(words.numberWrong);
  await expectToBeRight(page);
  await enterCard(page, words, '4242424242424242', words.otherCard);
  await expect(heading(page)).toHaveText(words.changed);
  await expectToBeRight(page);
});

test('the billing information and its errors, the home and its questions @phone', async ({
  page,
  portal,
  words,
}) => {
  await portal.open('customer_update');
  await page.getByLabel(words.email).fill('nobody');
  await press(page, words.saveBilling);
  await expect(page.getByLabel(words.email)).toHaveAccessibleDescription(words.emailWrong);
  await expectToBeRight(page);
  await portal.stripe.paymentMethods.attach('pm_card_mastercard', { customer: portal.ada.customer });
  await portal.open('home');
  await expectToBeRight(page);
  await follow(page, words.remove);
  await expect(page.getByRole('button', { name: words.removeCard })).toBeVisible();
  await expectToBeRight(page);
  await press(page, words.removeCard);
  await follow(page, words.cancelPlan);
  await press(page, words.cancel);
  await follow(page, words.renewPlan);
  await expect(page.getByRole('button', { name: words.renew })).toBeVisible();
  await expectToBeRight(page);
});

test('choosing a plan with a wrong code, cancelling with an offer and a reason, pausing @phone', async ({
  page,
  portal,
  words,
}) => {
  const { stripe } = portal;
  await portal.offer(WITH_REASONS);
  await portal.open('subscription_update');
  await page.getByRole('radio', { name: /^Pro/ }).check();
  await page.getByLabel(words.code).fill('NOPE');
  await press(page, words.next);
  await expect(page.getByLabel(words.code)).toHaveAccessibleDescription(words.unknownCode);
  await expectToBeRight(page);
  await portal.open('subscription_pause');
  await expectToBeRight(page);
  const { id: retention } = await stripe.coupons.create({ percent_off: 50, duration: 'once', name: 'Stay' });
  await portal.open('subscription_cancel', { retention });
  await expectToBeRight(page);
  await follow(page, words.goOn);
  await expect(page.getByRole('button', { name: words.leave })).toBeVisible();
  await expectToBeRight(page);
  await press(page, words.leave);
  await press(page, words.send);
  await expect(page.getByRole('alert')).toHaveText(words.reasonMissing);
  await page.getByRole('radio', { name: words.otherReason }).check();
  await expectToBeRight(page);
  await press(page, words.send);
  await expect(heading(page)).toHaveText(words.cancelled);
  await expectToBeRight(page);
});

test('names and amounts of any length are broken, never cut off', async ({ page, portal }) => {
  const { stripe, catalogue, ada } = portal;
  const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabonnement';
  for (const { product } of [catalogue.starter, catalogue.pro])
    await stripe.products.update(product, { name: long, unit_label: 'Kapitänssitz' });
  await stripe.customers.update(ada.customer, {
    name: long,
    email: 'maria.magdalena.konstantinopolitanska-oppenheimer@rechnungswesen.example.com',
  });
  await portal.offer({
    subscription_update: { enabled: true, default_allowed_updates: ['price', 'quantity', 'promotion_code'] },
  });
  await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, quantity: 9999 }],
    proration_behavior: 'none',
  });
  for (const door of [
    'home',
    'subscription_update',
    'subscription_update_confirm',
    'subscription_cancel',
  ] as const) {
    await portal.open(door);
    await expectToFit(page);
  }
  const checkout = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: catalogue.pro.year, quantity: 19, adjustable_quantity: { enabled: true } }],
    allow_promotion_codes: true,
    success_url: 'https://example.com/welcome',
  });
  await page.goto(checkout.url ?? '');
  await expectToBeRight(page);
});
