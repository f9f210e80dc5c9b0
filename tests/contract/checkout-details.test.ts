import { expect, test } from 'vitest';
import { ADA, aCheckout, CARD, pay } from './checkout-steps';
import { leadsTo, visit } from './portal-page';
import { anAccount, localOnly } from './stripe-under-test';

const PLACE = { line1: '1 Analytical Way', city: 'London', postal_code: 'W1', country: 'GB' };
const ADDRESS = { ...PLACE, line2: null, state: null };
const ASKING = {
  billing_address_collection: 'required' as const,
  phone_number_collection: { enabled: true },
};

localOnly('nothing but the card is asked for unless the company wants it', async () => {
  const { session, url } = await aCheckout({ billing_address_collection: 'auto' });
  expect(session).toMatchObject({
    billing_address_collection: 'auto',
    phone_number_collection: { enabled: false },
  });
  const page = await visit(url);
  expect(page.text).not.toContain('Street and number');
  expect(page.text).not.toContain('Phone');
});

localOnly('the address and the phone number become the new customer’s', async () => {
  const { stripe, session, url } = await aCheckout(ASKING);
  const page = await visit(url);
  expect(page.text).toContain('Street and number');
  expect(page.text).toContain('Phone');
  expect(page.html).not.toMatch(/<script/i);
  expect(leadsTo(await pay(url, { ...ADA, ...PLACE, phone: '+44 20 7946 0000' }))).toContain('/welcome');
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['customer'] });
  expect(done).toMatchObject({
    customer_details: { address: ADDRESS, phone: '+44 20 7946 0000', name: 'Ada Lovelace' },
    customer: { address: ADDRESS, phone: '+44 20 7946 0000', name: 'Ada Lovelace' },
  });
  const customer = done.customer as { id: string }; // expanded above
  const [card] = (await stripe.customers.listPaymentMethods(customer.id)).data;
  expect(card?.billing_details).toMatchObject({ address: ADDRESS, phone: '+44 20 7946 0000' });
});

localOnly.each([
  ['no phone number', { phone: '' }, 'Check the phone number'],
  ['no street', { line1: '' }, 'Enter the street and number.'],
  ['no country', { country: '' }, 'Choose a country.'],
])('%s is told where it is missing, and what was typed stays', async (_what, wrong, message) => {
  const { stripe, session, url } = await aCheckout(ASKING);
  await pay(url, { ...ADA, ...PLACE, phone: '+44 20 7946 0000', ...wrong });
  const page = await visit(url);
  expect(page.text).toContain(message);
  expect(page.html).toContain('value="London"');
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
});

localOnly('a known customer stays as they are unless the session lets them follow', async () => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create({ email: 'ada@example.com', name: 'A. Lovelace' });
  const order = async (params: object) => {
    const { url } = await stripe.checkout.sessions.create({
      mode: 'payment',
      customer,
      billing_address_collection: 'required',
      line_items: [
        { price_data: { currency: 'gbp', product_data: { name: 'Mug' }, unit_amount: 1200 }, quantity: 1 },
      ],
      success_url: 'https://example.com/welcome',
      ...params,
    });
    await pay(url ?? '', { ...CARD, ...PLACE });
    return stripe.customers.retrieve(customer);
  };
  expect(await order({})).toMatchObject({ name: 'A. Lovelace', address: null });
  expect(await order({ customer_update: { address: 'auto' } })).toMatchObject({
    name: 'A. Lovelace',
    address: ADDRESS,
  });
  expect(await order({ customer_update: { name: 'auto' } })).toMatchObject({ name: 'Ada Lovelace' });
});

localOnly('what a known customer has told before is filled in', async () => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create({ address: PLACE, phone: '+44 20 7946 0000' });
  const { url } = await aSetup(stripe, { customer, ...ASKING });
  const { html } = await visit(url ?? '');
  expect(html).toContain('value="1 Analytical Way"');
  expect(html).toContain('value="+44 20 7946 0000"');
});

const aSetup = (stripe: ReturnType<typeof anAccount>['stripe'], params: object) =>
  stripe.checkout.sessions.create({ mode: 'setup', success_url: 'https://example.com/welcome', ...params });

localOnly('the company’s own words stand above the button, as they are', async () => {
  const { session, url } = await aCheckout({ custom_text: { submit: { message: 'We ship on <Mondays>.' } } });
  expect(session.custom_text.submit).toEqual({ message: 'We ship on <Mondays>.' });
  expect((await visit(url)).html).toContain('We ship on &lt;Mondays&gt;.');
});

localOnly('a trial ends as the session says when no card is there', async () => {
  const { stripe, session, url } = await aCheckout({
    payment_method_collection: 'if_required',
    subscription_data: {
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
    },
  });
  await pay(url, { email: 'ada@example.com' });
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
  expect(done.subscription).toMatchObject({
    trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
  });
});

test.each([
  ['what follows without a customer', { customer_update: { name: 'auto' as const } }, 'customer_update'],
  ['a tax id', { tax_id_collection: { enabled: true } }, 'tax_id_collection[enabled]'],
  [
    'too long a text',
    { custom_text: { submit: { message: 'x'.repeat(1201) } } },
    'custom_text[submit][message]',
  ],
])('%s is refused', async (_what, params, param) => {
  await expect(aCheckout(params)).rejects.toMatchObject({ statusCode: 400, param });
});
