import { onlyItem } from '../factories';
import { expect, type Features, follow, heading, press, test, WITH_REASONS } from './portal-visit';

/** Two lengths of a pause to choose between, so that none is chosen for anybody. */
const TWO_LENGTHS: Features = {
  subscription_pause: {
    enabled: true,
    duration: {
      type: 'interval_options',
      interval_options: [{ interval: 'month' }, { interval: 'month', interval_count: 3 }],
    },
  },
};

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('subscription_update: each code that cannot be used says why, and another choice can be made @phone', async ({
    page,
    portal,
    words,
  }) => {
    const { stripe } = portal;
    const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
    const promotion = { type: 'coupon' as const, coupon };
    await stripe.promotionCodes.create({ promotion, code: 'OVER', active: false });
    await stripe.promotionCodes.create({
      promotion,
      code: 'FIRST',
      restrictions: { first_time_transaction: true },
    });
    await portal.open('subscription_update');
    await page.getByRole('radio', { name: /^Pro/ }).check();
    for (const [typed, says] of [
      ['NOPE', words.unknownCode],
      ['OVER', words.inactiveCode],
      ['FIRST', words.firstCode],
    ] as const) {
      const code = page.getByLabel(words.code);
      await code.fill(typed);
      await press(page, words.next);
      await expect(code).toHaveAccessibleDescription(says);
      await expect(code).toBeFocused();
      await expect(code).toHaveValue(typed);
      await expect(page.getByRole('radio', { name: /^Pro/ })).toBeChecked();
    }
    await follow(page, words.yearly);
    await page.getByLabel(words.code).fill('');
    await page.getByRole('radio', { name: /^Pro/ }).check();
    await press(page, words.next);
    await follow(page, words.otherChoice);
    await expect(page.getByRole('radio', { name: /^Pro/ })).toBeChecked();
    expect(onlyItem(await portal.subscription()).price.unit_amount).toBe(1500);
  });

  for (const choice of ['stays', 'leaves'] as const)
    test(`subscription_cancel: offered a discount, somebody ${choice} @phone`, async ({
      page,
      portal,
      words,
    }) => {
      const { stripe } = portal;
      const { id: retention } = await stripe.coupons.create({ percent_off: 50, duration: 'once' });
      await portal.open('subscription_cancel', { retention });
      await follow(page, words.goOn);
      await press(page, choice === 'stays' ? words.stay : words.leave);
      await expect(heading(page)).toHaveText(choice === 'stays' ? words.stayed : words.cancelled);
      await page.reload();
      await expect(heading(page)).toHaveText(choice === 'stays' ? words.stayed : words.cancelled);
      const after = await portal.subscription();
      expect(after.discounts).toHaveLength(choice === 'stays' ? 1 : 0);
      expect(after.cancel_at === null).toBe(choice === 'stays');
    });

  test('subscription_cancel: the reason is asked for after it, and an empty answer once more @phone', async ({
    page,
    portal,
    words,
  }) => {
    await portal.offer(WITH_REASONS);
    await portal.open('subscription_cancel');
    await press(page, words.cancel);
    await expect(page.getByRole('group', { name: words.why })).toBeVisible();
    await press(page, words.send);
    await expect(page.getByRole('alert')).toHaveText(words.reasonMissing);
    await expect(page.getByRole('radio', { name: words.tooExpensive })).toBeFocused();
    await page.getByRole('radio', { name: words.otherReason }).check();
    await page.getByLabel(words.ownWords).fill('Zur See');
    await press(page, words.send);
    await expect(heading(page)).toHaveText(words.cancelled);
    expect(await portal.subscription()).toMatchObject({
      cancellation_details: { feedback: 'other', comment: 'Zur See' },
    });
  });

  test('subscription_pause and customer_update say what is missing, beside it @phone', async ({
    page,
    portal,
    words,
  }) => {
    await portal.offer(TWO_LENGTHS);
    await portal.open('subscription_pause');
    await press(page, words.pause);
    await expect(page.getByRole('alert')).toHaveText(words.lengthMissing);
    await expect(page.getByRole('radio').first()).toBeFocused();
    await portal.open('customer_update');
    const email = page.getByLabel(words.email);
    await email.fill('nobody');
    await press(page, words.saveBilling);
    await expect(email).toBeFocused();
    await expect(email).toHaveAccessibleDescription(words.emailWrong);
    await expect(email).toHaveValue('nobody');
  });

  test('a link whose change was made elsewhere says how things stand @phone', async ({
    page,
    portal,
    words,
  }) => {
    await portal.open('subscription_cancel');
    await portal.stripe.subscriptions.update(portal.ada.subscription, { cancel_at: 'max_period_end' });
    await press(page, words.cancel);
    await expect(heading(page)).toHaveText(words.isEnding);
    await page.goBack();
    await expect(heading(page)).toHaveText(words.isEnding);
  });
});
