import { expect } from 'vitest';
import { aCustomerLink } from './portal-card';
import { aFlowStage, aHomeLink, eventTypes, expectNoChange, type FlowStage } from './portal-flow';
import { confirm, DONE, leadsTo, submit, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

type Part = 'address' | 'email' | 'name' | 'phone' | 'shipping' | 'tax_id';

async function aBillingForm(...allowed_updates: Part[]) {
  const stage = await aFlowStage({ features: { customer_update: { enabled: true, allowed_updates } } });
  return { stage, url: await aCustomerLink(stage, 'customer_update') };
}

const theCustomer = ({ stripe, ada }: FlowStage) => stripe.customers.retrieve(ada.customer);

localOnly('the form has exactly the fields that the configuration allows', async () => {
  const named = async (...parts: Part[]) => {
    const [form] = (await visit((await aBillingForm(...parts)).url)).postForms;
    return form?.names.filter((name) => name !== 'token' && name !== 'shown');
  };
  const address = ['line1', 'line2', 'postal_code', 'city', 'state', 'country'];
  expect(await named('email')).toEqual(['email']);
  expect(await named('phone', 'name')).toEqual(['name', 'phone']);
  expect(await named('address')).toEqual(address);
  expect(await named('shipping')).toEqual([
    'shipping_name',
    ...address.map((field) => `shipping_${field}`),
    'shipping_phone',
  ]);
  expect(await named('tax_id')).toEqual(['tax_type', 'tax_value']);
});

localOnly('what is saved is the customer’s from then on', async () => {
  const { stage, url } = await aBillingForm('email', 'name', 'phone', 'address', 'shipping');
  const place = { line1: 'Unter den Linden 1', postal_code: '10117', city: 'Berlin', country: 'DE' };
  const answer = await submit(await visit(url), {
    name: 'Ada Byron',
    email: 'ada@byron.example',
    phone: '+49 30 1234567',
    ...place,
    shipping_name: 'Charles',
    shipping_line1: 'Dorset Street 1',
    shipping_country: 'GB',
  });
  expect(leadsTo(answer)).toBe(DONE);
  expect(await theCustomer(stage)).toMatchObject({
    name: 'Ada Byron',
    email: 'ada@byron.example',
    phone: '+49 30 1234567',
    address: { ...place, line2: null, state: null },
    shipping: { name: 'Charles', phone: null, address: { line1: 'Dorset Street 1', country: 'GB' } },
  });
  const [event] = (await stage.stripe.events.list({ type: 'customer.updated' })).data;
  expect(event?.data.previous_attributes).toMatchObject({ email: 'ada@example.com', name: 'Ada Lovelace' });
});

localOnly('a field that is not on the form changes nothing', async () => {
  const { stage, url } = await aBillingForm('phone');
  const page = await visit(url);
  const [form] = page.postForms;
  const body = new URLSearchParams([
    ...(form?.fields ?? []),
    ['phone', '123 456'],
    ['email', 'eve@evil.example'],
  ]);
  await fetch(url, { method: 'POST', body, redirect: 'manual' });
  expect(await theCustomer(stage)).toMatchObject({ phone: '123 456', email: 'ada@example.com' });
});

localOnly('an address whose every field is emptied is taken away', async () => {
  const { stage, url } = await aBillingForm('address');
  await stage.stripe.customers.update(stage.ada.customer, {
    address: { line1: 'Somewhere 1', country: 'FR' },
  });
  const page = await visit(url);
  expect(page.html).toContain('value="Somewhere 1"');
  expect(page.html).toContain('<option value=FR selected>France');
  await submit(page, { line1: '', country: '' });
  expect(await theCustomer(stage)).toMatchObject({ address: null });
});

localOnly.each([
  { field: 'email', value: '', says: 'Enter an e-mail address' },
  { field: 'email', value: 'ada@example', says: 'Check the e-mail address' },
  { field: 'phone', value: 'call me', says: 'Check the phone number' },
  { field: 'line1', value: '', says: 'Enter the street and number.' },
  { field: 'country', value: 'XX', says: 'Choose a country.' },
  { field: 'shipping_name', value: '', says: 'Enter the name of who receives it.' },
  { field: 'tax_type', value: '', says: 'Choose what kind of tax ID it is.' },
  { field: 'tax_value', value: '12', says: 'it does not fit this kind of tax ID' },
])(
  'the $field "$value" is refused beside its field, and the rest is kept',
  async ({ field, value, says }) => {
    const { stage, url } = await aBillingForm('email', 'name', 'phone', 'address', 'shipping', 'tax_id');
    await expectNoChange(stage, async () => {
      const page = await submit(await visit(url), {
        name: 'Somebody Else',
        email: 'ada@byron.example',
        phone: '123 456',
        line1: 'Street 1',
        country: 'DE',
        shipping_name: 'Charles',
        shipping_line1: 'Dorset Street 1',
        shipping_country: 'GB',
        tax_type: 'eu_vat',
        tax_value: 'DE123456789',
        [field]: value,
      });
      expect(page.status).toBe(422);
      expect(page.text).toContain(says);
      expect(page.html).toMatch(
        new RegExp(`<(input|select) id="${field}"[^>]*aria-invalid="true"[^>]*autofocus`),
      );
      expect(page.html).toContain('value="Somebody Else"');
    });
    expect(await theCustomer(stage)).toMatchObject({ name: 'Ada Lovelace' });
  },
);

localOnly('tax ids are added and removed', async () => {
  const { stage, url } = await aBillingForm('tax_id');
  const { stripe, ada } = stage;
  const ids = async () => (await stripe.customers.listTaxIds(ada.customer)).data;
  await submit(await visit(url), { tax_type: 'eu_vat', tax_value: 'DE 123 456 789' });
  const [added] = await ids();
  expect(added).toMatchObject({ type: 'eu_vat', value: 'DE123456789' });
  const page = await visit(await aCustomerLink(stage, 'customer_update'));
  expect(page.text).toContain('Remove EU VAT DE123456789');
  await submit(page, { [`drop_${added?.id}`]: 'yes' });
  expect(await ids()).toEqual([]);
  expect(await eventTypes(stage)).toEqual(
    expect.arrayContaining(['customer.tax_id.created', 'customer.tax_id.deleted']),
  );
});

localOnly('the confirmation tells what is on file, and the link is done', async () => {
  const { stage } = await aBillingForm('email', 'name');
  const url = await aCustomerLink(stage, 'customer_update', { type: 'hosted_confirmation' });
  const page = await visit(url);
  await submit(page, { name: 'Ada <i>Byron</i>', email: 'ada@byron.example' });
  const done = await visit(url);
  expect(done.text).toContain('Your billing information is saved');
  expect(done.text).toContain('Ada <i>Byron</i>');
  expect(done.text).toContain('ada@byron.example');
  await expectNoChange(stage, async () => {
    expect((await confirm(page)).text).toContain('This is already done');
  });
});

localOnly('edited from the home it leads back there', async () => {
  const { stage } = await aBillingForm('name');
  const home = await aHomeLink(stage);
  const answer = await submit(await visit(`${home}/customer_update`), { name: 'Ada Byron' });
  expect(new URL(leadsTo(answer), home).href).toBe(home);
  const page = await visit(home);
  expect(page.text).toContain('Your billing information is saved');
  expect(page.text).toContain('Ada Byron');
  expect((await visit(home)).text).not.toContain('is saved');
});

localOnly('what another tab saved meanwhile stays, unless it was typed here as well', async () => {
  const { stage, url } = await aBillingForm('email', 'name', 'address');
  const page = await visit(url);
  const place = { line1: 'Unter den Linden 1', postal_code: '10117', city: 'Berlin', country: 'DE' };
  await stage.stripe.customers.update(stage.ada.customer, { name: 'Ada Byron', address: place });
  const asShown = { name: 'Ada Lovelace' };
  const wrong = await submit(page, { ...asShown, email: 'nobody' });
  await submit(wrong, { ...asShown, email: 'ada@byron.example' });
  expect(await theCustomer(stage)).toMatchObject({
    name: 'Ada Byron',
    email: 'ada@byron.example',
    address: place,
  });
  const later = await visit(await aCustomerLink(stage, 'customer_update'));
  await stage.stripe.customers.update(stage.ada.customer, { name: 'Countess of Lovelace' });
  await submit(later, { name: 'Ada King', email: 'ada@byron.example', ...place });
  expect(await theCustomer(stage)).toMatchObject({ name: 'Ada King', address: place });
});
