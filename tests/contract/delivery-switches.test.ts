import { afterEach, expect } from 'vitest';
import { type Account, anAccount, base, localOnly } from './stripe-under-test';
import { WebhookReceiver } from './webhook-receiver';

const open: WebhookReceiver[] = [];
afterEach(() => {
  for (const receiver of open.splice(0)) receiver.close();
});

async function listening(...answers: number[]) {
  const account = anAccount();
  const receiver = await WebhookReceiver.listen(...answers);
  open.push(receiver);
  const endpoint = await account.stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['customer.created'],
  });
  return { account, receiver, endpoint, stripe: account.stripe };
}

async function local(
  { key }: Account,
  method: 'GET' | 'POST',
  path: string,
  form: Record<string, string> = {},
) {
  const answer = await fetch(`${base}/_local/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(method === 'POST' && { body: new URLSearchParams(form) }),
  });
  return { status: answer.status, body: await answer.json() };
}

const names = (receiver: WebhookReceiver) =>
  receiver.deliveries.map(({ body }) => JSON.parse(body).data.object.name);

localOnly('held deliveries go out in the order of their creation', async () => {
  const { account, receiver, stripe } = await listening();
  await local(account, 'POST', 'deliveries', { mode: 'hold' });
  for (const name of ['one', 'two', 'three']) await stripe.customers.create({ name });
  const { body } = await local(account, 'GET', 'deliveries', {});
  expect(body.data.map(({ status }: { status: string }) => status)).toEqual(['held', 'held', 'held']);
  expect(receiver.deliveries).toEqual([]);
  expect((await local(account, 'POST', 'deliveries', { mode: 'send' })).body).toMatchObject({ released: 3 });
  await receiver.received(3);
  expect(names(receiver)).toEqual(['one', 'two', 'three']);
});

localOnly('held deliveries go out in reverse when told so', async () => {
  const { account, receiver, stripe } = await listening();
  await local(account, 'POST', 'deliveries', { mode: 'hold' });
  for (const name of ['one', 'two', 'three']) await stripe.customers.create({ name });
  await local(account, 'POST', 'deliveries', { mode: 'send', order: 'reversed' });
  await receiver.received(3);
  expect(names(receiver)).toEqual(['three', 'two', 'one']);
});

localOnly('dropped deliveries never come; the event is there, and it can be sent after all', async () => {
  const { account, receiver, stripe } = await listening();
  await local(account, 'POST', 'deliveries', { mode: 'drop' });
  await stripe.customers.create({ name: 'lost' });
  await local(account, 'POST', 'deliveries', { mode: 'send' });
  await stripe.customers.create({ name: 'kept' });
  await receiver.received(1);
  expect(names(receiver)).toEqual(['kept']);
  const [, lost] = (await stripe.events.list({ type: 'customer.created' })).data;
  expect(lost).toMatchObject({ pending_webhooks: 1 });
  expect((await local(account, 'POST', `events/${lost?.id}/resend`)).body).toEqual({ resent: 1 });
  await receiver.received(2);
  expect(names(receiver)).toEqual(['kept', 'lost']);
});

localOnly('duplicates are the same event again', async () => {
  const { account, receiver, stripe } = await listening();
  await local(account, 'POST', 'deliveries', { duplicates: '2' });
  await stripe.customers.create();
  const [one, two, three] = await receiver.received(3);
  expect([two?.id, three?.id]).toEqual([one?.id, one?.id]);
});

localOnly('a replay sends everything again in its order', async () => {
  const { account, receiver, stripe } = await listening();
  for (const name of ['one', 'two']) await stripe.customers.create({ name });
  await receiver.received(2);
  expect((await local(account, 'POST', 'deliveries/replay')).body).toEqual({ replayed: 2 });
  await receiver.received(4);
  expect(names(receiver)).toEqual(['one', 'two', 'one', 'two']);
});

localOnly('a delay keeps a delivery back for that long', async () => {
  const { account, receiver, stripe } = await listening();
  await local(account, 'POST', 'deliveries', { delay: '150' });
  const before = performance.now();
  await stripe.customers.create();
  await receiver.received(1);
  expect(performance.now() - before).toBeGreaterThanOrEqual(149);
});

localOnly('retries, their answers and their pauses can be seen', async () => {
  const { account, receiver, stripe } = await listening(500, 503);
  await local(account, 'POST', 'deliveries', { 'retry_after[0]': '0', 'retry_after[1]': '60000' });
  await stripe.customers.create();
  await receiver.received(2);
  const [event] = (await stripe.events.list({ type: 'customer.created' })).data;
  await expect
    .poll(async () => (await local(account, 'GET', `deliveries?event=${event?.id}`)).body.data)
    .toMatchObject([
      {
        type: 'customer.created',
        url: receiver.url,
        status: 'pending',
        next_attempt: expect.any(Number),
        attempts: [
          { status: 500, signature: receiver.deliveries[0]?.signature },
          { status: 503, signature: receiver.deliveries[1]?.signature },
        ],
      },
    ]);
});

localOnly(
  'after the last retry a delivery has failed, and the events say which were not delivered',
  async () => {
    const { account, receiver, stripe } = await listening(500);
    await local(account, 'POST', 'deliveries', { retry: 'false' });
    await stripe.customers.create();
    await receiver.received(1);
    await stripe.customers.create();
    await receiver.received(2);
    await expect
      .poll(async () => (await local(account, 'GET', 'deliveries?status=failed')).body.data)
      .toMatchObject([{ attempts: [{ status: 500 }], next_attempt: null }]);
    await expect
      .poll(async () => (await stripe.events.list({ delivery_success: true, type: 'customer.created' })).data)
      .toHaveLength(1);
    expect((await stripe.events.list({ delivery_success: false })).data).toMatchObject([
      { pending_webhooks: 1 },
    ]);
  },
);

localOnly('a disabled endpoint’s retries wait until it is enabled again', async () => {
  const { account, receiver, endpoint, stripe } = await listening(500);
  await local(account, 'POST', 'deliveries', { 'retry_after[0]': '100' });
  await stripe.customers.create();
  await receiver.received(1);
  await stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(receiver.deliveries).toHaveLength(1);
  await stripe.webhookEndpoints.update(endpoint.id, { disabled: false });
  const [first, second] = await receiver.received(2);
  expect(second?.id).toBe(first?.id);
});

localOnly('an endpoint listens to what it was last told to', async () => {
  const { receiver, endpoint, stripe } = await listening();
  const updated = await stripe.webhookEndpoints.update(endpoint.id, { enabled_events: ['customer.deleted'] });
  expect(updated.enabled_events).toEqual(['customer.deleted']);
  const { id } = await stripe.customers.create();
  await stripe.customers.del(id);
  const [only] = await receiver.received(1);
  expect(only?.type).toBe('customer.deleted');
});

localOnly('an endpoint’s own version is on what it is sent', async () => {
  const { stripe } = anAccount();
  const receiver = await WebhookReceiver.listen();
  open.push(receiver);
  const endpoint = await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['customer.created'],
    api_version: '2026-08-26.dahlia' as never, // an earlier version than the SDK's own
  });
  expect(endpoint.api_version).toBe('2026-08-26.dahlia');
  await stripe.customers.create();
  const [delivery] = await receiver.received(1);
  expect(JSON.parse(delivery?.body ?? '')).toMatchObject({ api_version: '2026-08-26.dahlia' });
  await expect(
    stripe.webhookEndpoints.create({
      url: receiver.url,
      enabled_events: ['*'],
      api_version: 'newest' as never, // no version at all
    }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'api_version' });
});

localOnly('one account’s switches leave the others alone', async () => {
  const [held, free] = [await listening(), await listening()];
  await local(held.account, 'POST', 'deliveries', { mode: 'hold' });
  await Promise.all([held.stripe.customers.create(), free.stripe.customers.create()]);
  await free.receiver.received(1);
  expect(held.receiver.deliveries).toEqual([]);
});

localOnly('a reset forgets what is on its way', async () => {
  const { account, receiver, stripe } = await listening();
  await local(account, 'POST', 'deliveries', { mode: 'hold' });
  await stripe.customers.create();
  await local(account, 'POST', 'reset');
  expect((await local(account, 'GET', 'deliveries')).body).toMatchObject({
    data: [],
    switches: { mode: 'send' },
  });
  expect((await local(account, 'POST', 'deliveries', { mode: 'send' })).body).toMatchObject({ released: 0 });
  expect(receiver.deliveries).toEqual([]);
});
