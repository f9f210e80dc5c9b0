import { enterCard, expect, follow, heading, press, test } from './portal-visit';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the home: a card is added, becomes the default, and the old one goes @phone', async ({
    page,
    portal,
    words,
  }) => {
    await portal.open('home');
    await follow(page, words.addCard);
    await enterCard(page, words, '5555555555554444');
    await expect(page.getByRole('status')).toContainText(words.newCard);
    expect(await portal.chargedOn()).toBe('4444');
    await follow(page, words.remove);
    await press(page, words.removeCard);
    await expect(page.getByRole('status')).toContainText(words.removed);
    await expect(page.getByRole('link', { name: words.remove })).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('status')).toHaveCount(0);
  });

  test('the home leads to every flow and back; an ending plan is renewed there @phone', async ({
    page,
    portal,
    words,
  }) => {
    await portal.open('home');
    const home = page.url();
    for (const name of [words.update, words.pausePlan, words.cancelPlan, words.addCard, words.edit]) {
      await follow(page, name);
      await expect(heading(page)).not.toHaveText(words.homeTitle);
      await follow(page, words.backHome);
      expect(page.url()).toBe(home);
    }
    await follow(page, words.cancelPlan);
    await press(page, words.cancel);
    await expect(page.getByRole('status')).toHaveText(words.cancelled);
    await follow(page, words.renewPlan);
    await press(page, words.renew);
    await expect(page.getByRole('status')).toHaveText(words.renewed);
    expect(await portal.subscription()).toMatchObject({ status: 'active', cancel_at: null });
  });
});
