import { expect } from 'vitest';
import { NOVEMBER_16 } from '../factories';
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

localOnly('a reset empties one account', async () => {
  const [mine, theirs] = [anAccount(), anAccount()];
  await Promise.all([mine.stripe.customers.create(), theirs.stripe.customers.create()]);
  expect((await post('/_local/reset', mine.key)).status).toBe(200);
  expect((await mine.stripe.customers.list()).data).toEqual([]);
  expect((await mine.stripe.events.list()).data).toEqual([]);
  expect((await theirs.stripe.customers.list()).data).toHaveLength(1);
});
