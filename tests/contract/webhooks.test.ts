import { afterEach, expect, test } from 'vitest';
import { aPlan, aSubscriber } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';
import { WebhookReceiver } from './webhook-receiver';

const open: WebhookReceiver[] = [];
async function aReceiver(...answers: number[]): Promise<WebhookReceiver> {
  const receiver = await WebhookReceiver.listen(...answers);
  open.push(receiver);
  return receiver;
}
afterEach(() => {
  for (const receiver of open.splice(0)) receiver.close();
});

test('the secret is told once, on create', async () => {
  const { stripe } = anAccount();
  const endpoint = await stripe.webhookEndpoints.create({
    url: 'https://example.com/webhook',
    enabled_events: ['customer.created', 'invoice.paid'],
    description: 'Nudges',
  });
  expect(endpoint).toMatchObject({
    id: expect.stringMatching(/^we_/),
    object: 'webhook_endpoint',
    url: 'https://example.com/webhook',
    enabled_events: ['customer.created', 'invoice.paid'],
    description: 'Nudges',
    livemode: false,
    secret: expect.stringMatching(/^whsec_/),
    status: 'enabled',
  });
  expect((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
  expect((await stripe.webhookEndpoints.update(endpoint.id, { description: 'x' })).secret).toBeUndefined();
  const [listed] = (await stripe.webhookEndpoints.list()).data;
  expect(listed).toMatchObject({ id: endpoint.id });
  expect(listed?.secret).toBeUndefined();
  await stripe.webhookEndpoints.del(endpoint.id);
});

test.each([
  ['no URL', { enabled_events: ['*'] }, 'url'],
  ['no events', { url: 'https://example.com/webhook' }, 'enabled_events'],
])('an endpoint with %s is refused', async (_what, params, param) => {
  const { stripe } = anAccount();
  await expect(stripe.rawRequest('POST', '/v1/webhook_endpoints', params)).rejects.toMatchObject({
    statusCode: 400,
    code: 'parameter_missing',
    param,
  });
});

test.each([
  ['a URL that is none', { url: 'webhook', enabled_events: ['*'] }],
  ['an unknown event', { url: 'https://example.com/webhook', enabled_events: ['customer.danced'] }],
])('an endpoint with %s is refused', async (_what, params) => {
  const { stripe } = anAccount();
  await expect(stripe.rawRequest('POST', '/v1/webhook_endpoints', params)).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

test('a deleted endpoint is gone', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.webhookEndpoints.create({
    url: 'https://example.com/webhook',
    enabled_events: ['*'],
  });
  expect(await stripe.webhookEndpoints.del(id)).toMatchObject({
    id,
    object: 'webhook_endpoint',
    deleted: true,
  });
  await expect(stripe.webhookEndpoints.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
});

localOnly('a delivery is the event, signed with the whole secret', async () => {
  const { stripe } = anAccount();
  const receiver = await aReceiver();
  const { secret = '' } = await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['customer.created'],
  });
  const customer = await stripe.customers.create({ email: 'ada@example.com' });
  const [delivery] = await receiver.received(1);
  const event = stripe.webhooks.constructEvent(delivery?.body ?? '', delivery?.signature ?? '', secret);
  expect(event).toMatchObject({
    object: 'event',
    type: 'customer.created',
    api_version: '2026-10-28.endive',
    data: { object: { id: customer.id } },
  });
  expect(await stripe.events.retrieve(event.id)).toMatchObject({ id: event.id, type: 'customer.created' });
  expect(() =>
    stripe.webhooks.constructEvent(`${delivery?.body} `, delivery?.signature ?? '', secret),
  ).toThrow();
  expect(() =>
    stripe.webhooks.constructEvent(
      delivery?.body ?? '',
      delivery?.signature ?? '',
      secret.replace('whsec_', ''),
    ),
  ).toThrow();
});

localOnly('a delivery answered 500 is tried again with the same event', async () => {
  const { stripe } = anAccount();
  const receiver = await aReceiver(500);
  const { secret = '' } = await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['customer.created'],
  });
  await stripe.customers.create();
  const [first, second] = await receiver.received(2);
  expect(second?.id).toBe(first?.id);
  expect(stripe.webhooks.constructEvent(second?.body ?? '', second?.signature ?? '', secret).type).toBe(
    'customer.created',
  );
});

localOnly('a redirect is a failure too', async () => {
  const { stripe } = anAccount();
  const receiver = await aReceiver(308);
  await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['customer.created'] });
  await stripe.customers.create();
  const [first, second] = await receiver.received(2);
  expect(second?.id).toBe(first?.id);
});

localOnly('only the events asked for are delivered', async () => {
  const { stripe } = anAccount();
  const receiver = await aReceiver();
  await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['customer.subscription.created', 'customer.deleted'],
  });
  const { month } = await aPlan(stripe);
  const { customer } = await aSubscriber(stripe, { price: month });
  await stripe.customers.del(customer);
  const deliveries = await receiver.received(2);
  expect(deliveries.map(({ type }) => type).sort()).toEqual([
    'customer.deleted',
    'customer.subscription.created',
  ]);
});

localOnly('a disabled endpoint gets nothing while its neighbour does', async () => {
  const { stripe } = anAccount();
  const [quiet, busy] = [await aReceiver(), await aReceiver()];
  const { id } = await stripe.webhookEndpoints.create({ url: quiet.url, enabled_events: ['*'] });
  expect(await stripe.webhookEndpoints.update(id, { disabled: true })).toMatchObject({ status: 'disabled' });
  await stripe.webhookEndpoints.create({ url: busy.url, enabled_events: ['*'] });
  await stripe.customers.create();
  await busy.received(1);
  expect(quiet.deliveries).toEqual([]);
});

localOnly('each endpoint has its own secret', async () => {
  const { stripe } = anAccount();
  const [one, other] = [await aReceiver(), await aReceiver()];
  const { secret: oneSecret = '' } = await stripe.webhookEndpoints.create({
    url: one.url,
    enabled_events: ['*'],
  });
  const { secret: otherSecret = '' } = await stripe.webhookEndpoints.create({
    url: other.url,
    enabled_events: ['*'],
  });
  expect(oneSecret).not.toBe(otherSecret);
  await stripe.customers.create();
  const [[atOne], [atOther]] = [await one.received(1), await other.received(1)];
  expect(atOne?.id).toBe(atOther?.id);
  expect(() =>
    stripe.webhooks.constructEvent(atOne?.body ?? '', atOne?.signature ?? '', oneSecret),
  ).not.toThrow();
  expect(() =>
    stripe.webhooks.constructEvent(atOther?.body ?? '', atOther?.signature ?? '', otherSecret),
  ).not.toThrow();
});

localOnly('an event waiting for an endpoint says so', async () => {
  const { stripe } = anAccount();
  const receiver = await aReceiver(500);
  await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['customer.created'] });
  await stripe.customers.create();
  const [delivery] = await receiver.received(1);
  expect(await stripe.events.retrieve(delivery?.id ?? '')).toMatchObject({ pending_webhooks: 1 });
});
