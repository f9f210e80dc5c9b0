import type Stripe from 'stripe';
import { onlyItem, replaceCard, type Subscriber } from '../factories';
import { chargedOn, enterCard, expect, follow, heading, press, test } from './portal-visit';
import type { Words } from './portal-words';

// What a bank says to a card, and what the page says then.
const DECLINES: readonly (readonly [card: string, says: keyof Words])[] = [
  ['4000 0000 0000 0002', 'declined'],
  ['4000000000009995', 'noFunds'],
  ['4000000000000069', 'expired'],
  ['4000-0000-0000-0127', 'wrongCvc'],
  ['4000000000000119', 'processing'],
];

/** The bank asks about every payment and every saving of this card. */
const THREE_D_SECURE = '4000002760003184';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('payment_method_update: refused cards are explained, what is not secret stays, another goes through @phone', async ({
    page,
    portal,
    words,
  }) => {
    await portal.open('payment_method_update');
    await page.getByLabel(words.number).fill('4242 4242 4242 4241');
    await page.getByLabel(words.cvc).fill('123');
    await press(page, words.saveCard);
    const number = page.getByLabel(words.number);
    await expect(number).toBeFocused();
    await expect(number).toHaveAccessibleDescription(words.numberWrong);
    await expect(page.getByLabel(words.expiry)).toHaveAccessibleDescription(words.expiryMissing);
    await expect(page.getByLabel(words.cvc)).toHaveValue('');
    for (const [card, says] of DECLINES) {
      await enterCard(page, words, card);
      await expect(page.getByRole('alert')).toContainText(String(words[says]));
      await expect(page.getByRole('alert')).toBeFocused();
      await expect(page.getByLabel(words.name)).toHaveValue('Ada Byron');
      await expect(number).toHaveValue('');
    }
    expect(await portal.chargedOn()).toBe('4242');
    await page.goBack();
    await enterCard(page, words, '4000000000000341');
    await expect(heading(page)).toHaveText(words.cardSaved);
    expect(await portal.chargedOn()).toBe('0341');
  });

  test('payment_method_update: the bank says no, is left, says yes @phone', async ({
    page,
    portal,
    words,
    done,
  }) => {
    await portal.open('payment_method_update', {
      completion: { type: 'redirect', redirect: { return_url: done } },
    });
    await enterCard(page, words, THREE_D_SECURE);
    await press(page, words.fail);
    await expect(page.getByRole('alert')).toContainText(words.cardUnconfirmed);
    await enterCard(page, words, THREE_D_SECURE);
    await expect(page.getByRole('button', { name: words.pass })).toBeVisible(); // both pages have a link back
    await follow(page, words.back);
    await expect(heading(page)).toHaveText(words.cardTitle);
    expect(await portal.chargedOn()).toBe('4242');
    await enterCard(page, words, THREE_D_SECURE);
    await press(page, words.pass);
    await page.waitForURL(done);
    expect(await portal.chargedOn()).toBe('3184');
  });

  for (const flow of ['subscription_update_confirm', 'subscription_update'] as const)
    test(`${flow}: a declined card, another on the same page, the bank's no, leaving it, its yes @phone`, async ({
      page,
      portal,
      words,
    }) => {
      const { stripe, ada } = portal;
      await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
      await portal.open(flow);
      if (flow === 'subscription_update') {
        await page.getByRole('radio', { name: /^Pro/ }).check();
        await press(page, words.next);
      }
      await press(page, words.confirm);
      const alert = page.getByRole('alert');
      await expect(alert).toContainText(words.declined);
      await expect(alert).toContainText(words.stillStarter);
      await expect(alert).toBeFocused();
      await enterCard(page, words, '4000000000009995', words.otherCard);
      await expect(alert).toContainText(words.noFunds);
      await expect(page.getByLabel(words.name)).toHaveValue('Ada Byron');
      await enterCard(page, words, THREE_D_SECURE, words.otherCard);
      await press(page, words.fail);
      await expect(alert).toContainText(words.unconfirmed);
      await enterCard(page, words, THREE_D_SECURE, words.otherCard);
      await expect(page.getByRole('button', { name: words.pass })).toBeVisible(); // both pages have a link back
      await follow(page, words.back);
      await expect(heading(page)).toHaveText(words.confirmTitle);
      expect(onlyItem(await portal.subscription()).price.unit_amount).toBe(1500);
      expect(await portal.chargedOn()).toBe('0341');
      await press(page, words.confirm);
      await enterCard(page, words, THREE_D_SECURE, words.otherCard);
      await press(page, words.pass);
      await expect(heading(page)).toHaveText(words.changed);
      expect(onlyItem(await portal.subscription()).price.unit_amount).toBe(4900);
      expect(await portal.chargedOn()).toBe('3184');
    });

  for (const from of ['a free plan', 'a trial'] as const)
    test(`subscription_update_confirm: from ${from} without a card the page takes one @phone`, async ({
      page,
      portal,
      words,
    }) => {
      const { stripe, catalogue } = portal;
      const { id: customer } = await stripe.customers.create({ email: 'ben@example.com' });
      const free = await stripe.prices.create({
        product: catalogue.starter.product,
        currency: 'usd',
        unit_amount: 0,
        recurring: { interval: 'month' },
      });
      const created = await stripe.subscriptions.create({
        customer,
        items: [{ price: from === 'a trial' ? catalogue.starter.month : free.id }],
        ...(from === 'a trial' && { trial_period_days: 14 }),
      });
      const { id: subscription } = created;
      const ben: Subscriber = {
        customer,
        paymentMethod: '',
        subscription,
        item: onlyItem(created).id,
        created,
      };
      await portal.open('subscription_update_confirm', { on: ben });
      await press(page, words.confirmWhole);
      await expect(page.getByLabel(words.number)).toBeFocused();
      await enterCard(page, words, '4000000000000002', words.confirmWhole);
      await expect(page.getByRole('alert')).toContainText(words.declined);
      await enterCard(page, words, '4242424242424242', words.confirmWhole);
      await expect(heading(page)).toHaveText(words.changed);
      expect(onlyItem(await stripe.subscriptions.retrieve(subscription)).price.unit_amount).toBe(4900);
      expect(await chargedOn(stripe, customer)).toBe('4242');
    });

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
    const { stripe } = portal;
    const [configuration] = (await stripe.billingPortal.configurations.list()).data;
    await stripe.billingPortal.configurations.update(configuration?.id ?? '', {
      features: {
        subscription_cancel: {
          enabled: true,
          cancellation_reason: { enabled: true, options: ['too_expensive', 'other'] },
        },
      },
    });
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
    await offerTwoLengths(portal.stripe);
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

/** Lets customers choose between two lengths, so that none is chosen for them. */
async function offerTwoLengths(stripe: Stripe): Promise<void> {
  const [configuration] = (await stripe.billingPortal.configurations.list()).data;
  await stripe.billingPortal.configurations.update(configuration?.id ?? '', {
    features: {
      subscription_pause: {
        enabled: true,
        duration: {
          type: 'interval_options',
          interval_options: [{ interval: 'month' }, { interval: 'month', interval_count: 3 }],
        },
      },
    },
  });
}
