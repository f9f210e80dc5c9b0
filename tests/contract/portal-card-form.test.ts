import { expect } from 'vitest';
import { aCustomerLink, enterCard } from './portal-card';
import { aFlowStage, expectNoChange } from './portal-flow';
import { ACCOUNT, DONE, leadsTo, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

async function aCardForm() {
  const stage = await aFlowStage();
  return { stage, url: await aCustomerLink(stage, 'payment_method_update') };
}

localOnly.each([
  { field: 'number', value: '', says: 'Enter the card number.' },
  { field: 'number', value: '4242 4242 4242 4241', says: 'a digit is missing or wrong' },
  { field: 'number', value: '4111111111111111', says: 'none of Stripe’s test cards' },
  { field: 'expiry', value: '', says: 'Enter the expiry date.' },
  { field: 'expiry', value: '13/29', says: 'Write the month and the year' },
  { field: 'expiry', value: '10/26', says: 'This card has expired.' },
  { field: 'cvc', value: '12', says: 'Check the security code' },
  { field: 'name', value: '  ', says: 'Enter the name on the card.' },
  { field: 'country', value: 'XX', says: 'Choose a country.' },
  { field: 'postalCode', value: '', says: 'Enter the postal code' },
  { field: 'postalCode', value: '12345', says: 'it is none of this country' },
])('the $field "$value" is refused beside its field', async ({ field, value, says }) => {
  const { stage, url } = await aCardForm();
  await expectNoChange(stage, async () => {
    const page = await enterCard(await visit(url), '4242424242424242', { [field]: value });
    expect(page.status).toBe(422);
    expect(page.text).toContain(says);
    expect(page.html).toMatch(
      new RegExp(`<(input|select) id="${field}"[^>]*aria-invalid="true"[^>]*autofocus`),
    );
    expect(page.html.match(/autofocus/g)).toHaveLength(1);
    expect(page.html).not.toMatch(/value="[^"]*4242[^"]*"|value="123"/);
  });
});

localOnly.each(['8/29', '08/29', '08 / 29', '0829', '08/2029', '082029', '08-29', '11/26'])(
  'the expiry date is read as browsers and people write it: %s',
  async (expiry) => {
    const { url } = await aCardForm();
    expect(leadsTo(await enterCard(await visit(url), '4242-4242-4242-4242', { expiry }))).toBe(DONE);
  },
);

localOnly('a country without checked postal codes wants none', async () => {
  const { url } = await aCardForm();
  const rest = { country: 'HK', postalCode: '' };
  expect(leadsTo(await enterCard(await visit(url), '378282246310005', { ...rest, cvc: '1234' }))).toBe(DONE);
});

localOnly('the form works without a script, and says what each field is for', async () => {
  const { url } = await aCardForm();
  const page = await visit(url);
  expect(page.html).not.toContain('<script');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('cache-control')).toBe('no-store');
  for (const name of ['cc-number', 'cc-exp', 'cc-csc', 'cc-name', 'country', 'postal-code'])
    expect(page.html).toContain(`autocomplete="${name}"`);
  expect(page.html).toContain(`href="${ACCOUNT}"`);
  expect(page.html.length).toBeLessThan(30_000);
});
