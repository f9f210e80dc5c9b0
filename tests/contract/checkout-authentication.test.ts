import { expect } from 'vitest';
import { ADA, aCheckout, pay } from './checkout-steps';
import { leadsTo, submit, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

localOnly('the bank’s challenge comes between, and passing it places the order', async () => {
  const { stripe, session, url } = await aCheckout();
  const asked = await pay(url, { ...ADA, number: '4000002500003155' });
  expect((await stripe.customers.list()).data).toEqual([]);
  const challenge = await visit(leadsTo(asked));
  expect(challenge.text).toContain('$49.00');
  expect(challenge.headers.get('content-security-policy')).toContain('https://example.com');
  const answer = await submit(challenge, { result: 'pass' });
  expect(leadsTo(answer)).toBe(`https://example.com/welcome?session_id=${session.id}`);
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
  expect(done).toMatchObject({ status: 'complete', subscription: { status: 'active' } });
  const [charge] = (await stripe.charges.list({ customer: String(done.customer) })).data;
  expect(charge?.payment_method_details?.card?.three_d_secure?.result).toBe('authenticated');
});

localOnly('failing it leads back to the page, which explains', async () => {
  const { stripe, url } = await aCheckout();
  const asked = await pay(url, { ...ADA, number: '4000002500003155' });
  expect(leadsTo(await submit(await visit(leadsTo(asked)), { result: 'fail' }))).toBe(url);
  expect((await visit(url)).text).toContain('Your bank did not confirm the payment.');
  expect((await stripe.customers.list()).data).toEqual([]);
  expect(leadsTo(await pay(url))).toContain('/welcome');
});

localOnly('passing it with a card that declines afterwards makes nothing', async () => {
  const { stripe, url } = await aCheckout();
  const asked = await pay(url, { ...ADA, number: '4000008400001629' });
  await submit(await visit(leadsTo(asked)), { result: 'pass' });
  expect((await visit(url)).text).toContain('Your card was declined.');
  expect((await stripe.subscriptions.list()).data).toEqual([]);
});

localOnly('a trial with a card that is challenged, and a saved one, wait for the bank too', async () => {
  const { stripe, session, url } = await aCheckout({ subscription_data: { trial_period_days: 14 } });
  const asked = await pay(url, { ...ADA, number: '4000002760003184' });
  await submit(await visit(leadsTo(asked)), { result: 'pass' });
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('complete');
});
