import { expect } from 'vitest';
import { aCatalogue, aSubscriber, NOVEMBER_16 } from '../factories';
import { anAccount, base, localOnly, setClock } from './stripe-under-test';

const nowOf = async ({ stripe }: ReturnType<typeof anAccount>) => (await stripe.customers.create()).created;

const post = (path: string, key: string, form: Record<string, string> = {}) =>
  fetch(`${base}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: new URLSearchParams(form),
  });

localOnly('the health check needs no key', async () => {
  const answer = await fetch(`${base}/_local/health`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ ok: true });
});

localOnly('the suite’s clock stands at 16 November 2026', async () => {
  expect(await nowOf(anAccount())).toBe(NOVEMBER_16);
});

localOnly('one account’s clock is its own and can be given back', async () => {
  const [mine, theirs] = [anAccount(), anAccount()];
  await setClock(mine, NOVEMBER_16 + 86_400);
  expect([await nowOf(mine), await nowOf(theirs)]).toEqual([NOVEMBER_16 + 86_400, NOVEMBER_16]);
  expect((await post('/_local/clock', mine.key, { now: '' })).status).toBe(200);
  expect(await nowOf(mine)).toBe(NOVEMBER_16);
});

localOnly('a clock needs a time and a key', async () => {
  expect((await post('/_local/clock', anAccount().key, { now: 'noon' })).status).toBe(400);
  expect(
    (await fetch(`${base}/_local/clock`, { method: 'POST', body: new URLSearchParams({ now: '1' }) })).status,
  ).toBe(401);
});

localOnly('with subscriptions a clock moves five years at most in one step', async () => {
  const account = anAccount();
  const years = (count: number) => String(Date.UTC(2026 + count, 10, 16) / 1000);
  const { starter } = await aCatalogue(account.stripe);
  expect((await post('/_local/clock', account.key, { now: years(40) })).status).toBe(200);
  expect((await post('/_local/clock', account.key, { now: String(NOVEMBER_16) })).status).toBe(200);
  const ada = await aSubscriber(account.stripe, { price: starter.year });
  const refused = await post('/_local/clock', account.key, { now: String(Number(years(5)) + 1) });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    error: {
      type: 'invalid_request_error',
      param: 'now',
      message: expect.stringContaining(`can be moved to ${years(5)} at most`),
    },
  });
  expect(await nowOf(account)).toBe(NOVEMBER_16);
  for (const count of [5, 10])
    expect((await post('/_local/clock', account.key, { now: years(count) })).status).toBe(200);
  expect((await account.stripe.invoices.list({ customer: ada.customer, limit: 100 })).data).toHaveLength(11);
});

localOnly('a clock that stands far behind is not let run in one step either', async () => {
  const account = anAccount();
  await setClock(account, NOVEMBER_16 - 6 * 365 * 86_400);
  const { starter } = await aCatalogue(account.stripe);
  await aSubscriber(account.stripe, { price: starter.month });
  expect((await post('/_local/clock', account.key, { now: '' })).status).toBe(400);
  await setClock(account, NOVEMBER_16 - 365 * 86_400);
  expect((await post('/_local/clock', account.key, { now: '' })).status).toBe(200);
});

localOnly('a reset empties one account', async () => {
  const [mine, theirs] = [anAccount(), anAccount()];
  await Promise.all([mine.stripe.customers.create(), theirs.stripe.customers.create()]);
  expect((await post('/_local/reset', mine.key)).status).toBe(200);
  expect((await mine.stripe.customers.list()).data).toEqual([]);
  expect((await mine.stripe.events.list()).data).toEqual([]);
  expect((await theirs.stripe.customers.list()).data).toHaveLength(1);
});
