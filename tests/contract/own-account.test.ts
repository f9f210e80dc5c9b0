import { expect, test } from 'vitest';
import { anAccount, base, localOnly } from './stripe-under-test';

test('a key leads to its account', async () => {
  const { stripe } = anAccount();
  const account = await stripe.accounts.retrieveCurrent();
  expect(account).toMatchObject({
    id: expect.stringMatching(/^acct_/),
    object: 'account',
    charges_enabled: true,
    type: 'standard',
  });
  expect(await stripe.accounts.retrieve(account.id)).toEqual(account);
});

test('another account is out of reach', async () => {
  const { stripe } = anAccount();
  await expect(stripe.accounts.retrieve('acct_1ofsomebodyelse')).rejects.toMatchObject({
    type: 'StripePermissionError',
    statusCode: 403,
    code: 'account_invalid',
  });
});

localOnly('its name is the one that the hosted pages show', async () => {
  const { key, stripe } = anAccount();
  await fetch(`${base}/_local/account`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: new URLSearchParams({ business_name: 'Northwind' }),
  });
  expect(await stripe.accounts.retrieveCurrent()).toMatchObject({
    business_profile: { name: 'Northwind' },
    settings: { dashboard: { display_name: 'Northwind' } },
  });
});
