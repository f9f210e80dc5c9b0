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
});
