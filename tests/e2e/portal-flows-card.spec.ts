import { enterCard, expect, heading, save, test } from './portal-visit';

// What the bank says to a card: what the page says, and what Ada is charged on afterwards.
const CARDS = [
  { card: '4242 4242 4242 4242', bank: null, says: 'Your new card is saved', charged: '4242' },
  { card: '4000000000000341', bank: null, says: 'Your new card is saved', charged: '0341' },
  { card: '4000000000000002', bank: null, says: 'Your card was declined.', charged: '4242' },
  { card: '4000 0000 0000 9995', bank: null, says: 'Your card has insufficient funds.', charged: '4242' },
  { card: '4000000000000069', bank: null, says: 'Your card has expired.', charged: '4242' },
  {
    card: '4000000000000127',
    bank: null,
    says: 'Your card’s security code is incorrect.',
    charged: '4242',
  },
  {
    card: '4000002500003155',
    bank: 'Complete authentication',
    says: 'Your new card is saved',
    charged: '3155',
  },
  {
    card: '4000002500003155',
    bank: 'Fail authentication',
    says: 'Your bank did not confirm the card.',
    charged: '4242',
  },
] as const;

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const { card, bank, says, charged } of CARDS) {
    test(`${card}${bank ? `, "${bank}"` : ''}: ${says} @phone`, async ({ page, portal }) => {
      await portal.open('payment_method_update');
      await enterCard(page, card);
      if (bank) await page.getByRole('button', { name: bank }).click();
      await expect(page.getByRole('main')).toContainText(says);
      expect(await portal.chargedOn()).toBe(charged);
      // Looking again changes nothing and says the same.
      await page.reload();
      await expect(page.getByRole('main')).toContainText(says);
      expect(await portal.chargedOn()).toBe(charged);
    });
  }

  // Where a saved card leads: after_completion, and what the visitor sees there.
  const ENDINGS = [
    { ending: 'default', completion: undefined, sees: 'Your new card is saved' },
    {
      ending: 'hosted_confirmation with a message',
      completion: {
        type: 'hosted_confirmation',
        hosted_confirmation: { custom_message: 'Merci <i>Ada</i>' },
      },
      sees: 'Merci <i>Ada</i>',
    },
    { ending: 'portal_homepage', completion: { type: 'portal_homepage' }, sees: 'Your plan and billing' },
  ] as const;

  for (const { ending, completion, sees } of ENDINGS) {
    test(`a saved card ends as asked for: ${ending} @phone`, async ({ page, portal }) => {
      await portal.open('payment_method_update', completion && { completion });
      await enterCard(page, '5555555555554444');
      await expect(page.getByRole('main')).toContainText(sees);
      await expect(page.getByRole('main')).toContainText('4444');
    });
  }

  test('a saved card redirects, and the link is done @phone', async ({ page, portal, done }) => {
    await portal.open('payment_method_update', {
      completion: { type: 'redirect', redirect: { return_url: done } },
    });
    const link = page.url();
    await enterCard(page, '5555555555554444');
    await page.waitForURL(done);
    await page.goto(link);
    await expect(heading(page)).toHaveText('This is already done');
  });

  test('a card that the bank asked about redirects as well', async ({ page, portal, done }) => {
    await portal.open('payment_method_update', {
      completion: { type: 'redirect', redirect: { return_url: done } },
    });
    await enterCard(page, '4000002760003184');
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.waitForURL(done);
    expect(await portal.chargedOn()).toBe('3184');
  });

  test('the way back changes nothing, from the form and from the bank', async ({ page, portal, way }) => {
    await portal.open('payment_method_update');
    await page.getByRole('link', { name: /^Return to/ }).click();
    await page.waitForURL(way);
    await portal.open('payment_method_update');
    await enterCard(page, '4000002500003155');
    await page.getByRole('link', { name: /^Return to/ }).click();
    await expect(heading(page)).toHaveText('Update your payment method');
    expect(await portal.chargedOn()).toBe('4242');
  });

  test('Back after a refusal keeps the form usable @phone', async ({ page, portal }) => {
    await portal.open('payment_method_update');
    await enterCard(page, '4000000000000002');
    await expect(page.getByRole('main')).toContainText('Your card was declined.');
    await page.goBack();
    await enterCard(page, '5555555555554444');
    await expect(heading(page)).toHaveText('Your new card is saved');
  });

  test('mistakes are said beside the fields, the first has the focus, what is not secret is kept @phone', async ({
    page,
    portal,
  }) => {
    await portal.open('payment_method_update');
    await page.getByLabel('Card number').fill('4242 4242 4242 4241');
    await page.getByLabel('Security code').fill('123');
    await page.getByLabel('Name on card').fill('Ada Byron');
    await save(page);
    const number = page.getByLabel('Card number');
    await expect(number).toBeFocused();
    await expect(number).toHaveValue('');
    await expect(number).toHaveAccessibleDescription(/a digit is missing or wrong/);
    await expect(page.getByLabel('Expiry date')).toHaveAccessibleDescription(/Enter the expiry date/);
    await expect(page.getByLabel('Security code')).toHaveValue('');
    await expect(page.getByLabel('Name on card')).toHaveValue('Ada Byron');
  });

  test('billing information is mended, saved and told @phone', async ({ page, portal, stripe }) => {
    await portal.open('customer_update');
    const email = page.getByLabel('E-mail address');
    await email.fill('nobody');
    await page.getByRole('button', { name: 'Save billing information' }).click();
    await expect(email).toBeFocused();
    await expect(email).toHaveAccessibleDescription(/Check the e-mail address/);
    await email.fill('ada@byron.example');
    await page.getByRole('button', { name: 'Save billing information' }).click();
    await expect(heading(page)).toHaveText('Your billing information is saved');
    await expect(page.getByRole('main')).toContainText('ada@byron.example');
    expect(await stripe.customers.retrieve(portal.ada.customer)).toMatchObject({
      email: 'ada@byron.example',
    });
  });

  test('a second tab sees the state of the first', async ({ page, portal, context }) => {
    await portal.open('payment_method_update');
    const second = await context.newPage();
    await second.goto(page.url());
    await enterCard(page, '5555555555554444');
    await enterCard(second, '378282246310005');
    await expect(heading(second)).toHaveText('This is already done');
    expect(await portal.chargedOn()).toBe('4444');
  });
});
