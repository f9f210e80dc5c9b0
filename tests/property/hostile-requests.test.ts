import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endpoints } from '../../local-stripe/resources';
import { API_VERSION } from '../../local-stripe/versions/version';
import { FROZEN_NOW } from '../rig/frozen-now';
import { paramsFor, sweepOf } from './hostile-params';
import { garbageForm, hostileText } from './hostile-values';
import { aPopulatedAccount, type Ids, idsFor, MONTH, workingParams } from './populated-account';
import { patience, runs } from './runs';
import { formOf, type StripeAccount } from './stripe-client';

const OLDEST = '2022-08-01';

/** The path with ids in place of `:id` and its like: those that exist, or `given`. */
function pathWith(path: string, ids: Ids, given?: string): string {
  return path.replace(/\/([^/]+)\/:(\w+)/g, (_, collection: string, name: string) => {
    const [known = 'none'] = idsFor(ids, name === 'id' ? collection : name);
    return `/${collection}/${encodeURIComponent(given ?? known)}`;
  });
}

const send = (account: StripeAccount, method: string, path: string, form: string) =>
  method === 'POST'
    ? account.raw(method, path, form)
    : // A URL has no room for a whole body.
      account.raw(method, `${path}?${form.slice(0, 8_000).replaceAll('#', '%23')}`);

const READABLE = ['customers', 'products', 'prices', 'coupons', 'promotion_codes', 'invoices', 'events'];

/** Every list can still be read, and everything that is on it. */
async function isConsistent(account: StripeAccount): Promise<void> {
  for (const path of READABLE)
    for (const { id } of (await account.made('GET', `/v1/${path}`)).data)
      await account.made('GET', `/v1/${path}/${encodeURIComponent(id)}`);
  for (const { id } of await account.all('/v1/subscriptions', { status: 'all' }))
    await account.call('POST', '/v1/invoices/create_preview', { subscription: id });
}

/** Every second operation is asked and answered in the oldest version. */
const operations = endpoints.map(
  ({ method, path, params }, i) =>
    [`${method} ${path}`, { method, path, params, api_version: i % 2 ? OLDEST : API_VERSION }] as const,
);

// The client throws on every 5xx, on every answer out of Stripe's shape, and after ten seconds without one.

test.each(operations)(
  '%s answers whatever it is given in Stripe’s shape, and leaves nothing broken',
  async (_, { method, path, params, api_version }) => {
    const { account, ids } = await aPopulatedAccount();
    await account.call('POST', '/_local/account', { api_version });
    const working = (method === 'POST' ? workingParams(ids)[path] : undefined) ?? {};
    const failures: string[] = [];
    for (const given of sweepOf(params, working))
      await send(account, method, pathWith(path, ids), formOf(given)).catch((e) => failures.push(e.message));
    expect(failures).toEqual([]);
    const anId = fc.option(
      hostileText.filter((text) => !['', '.', '..'].includes(text)),
      { nil: undefined, freq: 1 },
    );
    const aForm = fc.oneof(
      { weight: 3, arbitrary: paramsFor(params, ids, working).map(formOf) },
      { weight: 1, arbitrary: garbageForm },
    );
    await fc.assert(
      fc.asyncProperty(anId, aForm, async (id, form) => {
        await send(account, method, pathWith(path, ids, id), form);
      }),
      runs(6),
    );
    await isConsistent(account);
    // What was accepted must not come due as a failure either.
    await account.setClock(FROZEN_NOW + MONTH);
    await isConsistent(account);
  },
  patience(20_000),
);

test('no request leaves a trace in other objects’ prototypes', async () => {
  const { account, ids } = await aPopulatedAccount();
  for (const form of ['__proto__[polluted]=1', 'constructor[prototype][polluted]=1', 'metadata[__proto__]=1'])
    await account.raw('POST', `/v1/customers/${ids.customer?.[0]}`, form);
  const customer = await account.made('POST', '/v1/customers');
  expect(Object.keys(customer)).not.toContain('polluted');
  expect(customer.metadata).toEqual({});
});
