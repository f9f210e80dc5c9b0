import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import type { Subscriber } from '../factories';
import { aPlan, aPortalConfiguration, aSubscriber } from '../factories';
import { anAccount, base } from './stripe-under-test';

const { key, stripe } = anAccount();
// Neither command names a configuration: at Stripe the Dashboard's default is meant, here the account's first one.
let ada: Subscriber;
beforeAll(async () => {
  const pro = await aPlan(stripe);
  await aPortalConfiguration(stripe, { plans: [pro] });
  ada = await aSubscriber(stripe, { price: pro.month });
});

/** Runs the curl of the documentation and reads what it prints. */
async function curl(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)('curl', [
    '--silent',
    `${base}/v1/billing_portal/sessions`,
    '-u',
    `${key}:`,
    ...args,
  ]);
  return JSON.parse(stdout);
}

test('the documented curl opens the payment method page', async () => {
  const session = await curl(
    ...['-d', `customer=${ada.customer}`],
    ...['--data-urlencode', 'return_url=https://example.com/account/overview'],
    ...['-d', 'flow_data[type]=payment_method_update'],
  );
  expect(session).toMatchObject({
    object: 'billing_portal.session',
    customer: ada.customer,
    return_url: 'https://example.com/account/overview',
    flow: { type: 'payment_method_update', subscription_cancel: null },
    url: expect.stringMatching(/\/p\/session\/test_/),
  });
});

test('the documented curl opens the cancellation page with the way back', async () => {
  const session = await curl(
    ...['-d', `customer=${ada.customer}`],
    ...['--data-urlencode', 'return_url=https://example.com/account/overview'],
    ...['-d', 'flow_data[type]=subscription_cancel'],
    ...['-d', `flow_data[subscription_cancel][subscription]=${ada.subscription}`],
    ...['-d', 'flow_data[after_completion][type]=redirect'],
    ...['--data-urlencode', 'flow_data[after_completion][redirect][return_url]=https://example.com/canceled'],
  );
  expect(session).toMatchObject({
    object: 'billing_portal.session',
    flow: {
      type: 'subscription_cancel',
      after_completion: { type: 'redirect', redirect: { return_url: 'https://example.com/canceled' } },
      subscription_cancel: { subscription: ada.subscription, retention: null },
    },
  });
});
