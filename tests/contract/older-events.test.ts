import { afterAll, beforeAll, expect } from 'vitest';
import { aPlan, aSubscriber, DECEMBER_1, NOVEMBER_1 } from '../factories';
import { day } from './moments';
import { anAccount, base, localOnly, setClock, wire } from './stripe-under-test';
import { WebhookReceiver } from './webhook-receiver';

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await WebhookReceiver.listen();
});
afterAll(() => receiver.close());

const JANUARY_1 = day('2027-01-01');

localOnly('an endpoint of an older version is told of a renewal in its shape', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_1);
  const { month } = await aPlan(stripe);
  const { subscription } = await aSubscriber(stripe, { price: month });
  await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['customer.subscription.updated', 'invoice.paid'],
    api_version: '2024-06-20',
  });
  await setClock(account, DECEMBER_1);
  const told = (await receiver.received(2)).map(({ body }) => JSON.parse(body));
  expect(told.find(({ type }) => type === 'customer.subscription.updated')).toMatchObject({
    api_version: '2024-06-20',
    data: {
      object: { id: subscription, current_period_start: DECEMBER_1, current_period_end: JANUARY_1 },
      previous_attributes: { current_period_start: NOVEMBER_1, current_period_end: DECEMBER_1 },
    },
  });
  expect(told.find(({ type }) => type === 'invoice.paid')).toMatchObject({
    data: { object: { subscription, paid: true, lines: { data: [{ price: { id: month } }] } } },
  });
  const [kept] = (await stripe.events.list({ type: 'customer.subscription.updated' })).data;
  expect(kept).toMatchObject({ api_version: '2026-10-28.endive' });
  expect(kept?.data.object).not.toHaveProperty('current_period_end');
});

localOnly('an account may have a version, for requests and events that name none', async () => {
  const account = anAccount();
  const authorization = `Bearer ${account.key}`;
  const set = (api_version: string) =>
    fetch(`${base}/_local/account`, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ api_version }),
    });
  expect((await set('2023-10-16')).status).toBe(200);
  await setClock(account, NOVEMBER_1);
  const { month } = await aPlan(account.stripe);
  const { subscription } = await aSubscriber(account.stripe, { price: month });
  const unnamed = await fetch(`${base}/v1/subscriptions/${subscription}`, { headers: { authorization } });
  expect(unnamed.headers.get('stripe-version')).toBe('2023-10-16');
  expect(await unnamed.json()).toMatchObject({ current_period_end: DECEMBER_1 });
  expect(await account.stripe.subscriptions.retrieve(subscription)).not.toHaveProperty('current_period_end');
  expect((await wire(account, 'GET', '/v1/events?type=customer.subscription.created')).body).toMatchObject({
    data: [
      { api_version: '2023-10-16', data: { object: { id: subscription, current_period_end: DECEMBER_1 } } },
    ],
  });
  expect((await set('newest')).status).toBe(400);
});
