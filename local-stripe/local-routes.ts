import { type Context, Hono } from 'hono';
import type { Account } from './account';
import type { Accounts } from './accounts';
import { AFTER_FAILED_PAYMENTS } from './billing/dunning';
import { furthestMove, letTimePass } from './billing/time';
import { seed } from './seed';
import { apiVersion } from './versions/version';
import type { Deliverer } from './webhooks/deliver';
import { findDeliveries, shownDelivery } from './webhooks/find-deliveries';
import { setSwitches, switchesOf, switchParams } from './webhooks/switches';
import { secretKey } from './wire/authentication';
import { ApiError, invalid } from './wire/errors';
import { parseForm } from './wire/form';
import { onlyThisMachine } from './wire/loopback';
import {
  clearable,
  type Infer,
  integer,
  oneOf,
  read,
  required,
  type Shape,
  string,
  timestamp,
} from './wire/params';

/** What an account's owner sets in Stripe's Dashboard. */
const accountSettings = {
  api_version: apiVersion(),
  business_name: string(100),
  subscription_after_failed_payments: oneOf(...AFTER_FAILED_PAYMENTS),
};

const which = {
  event: string(),
  endpoint: string(),
  type: string(),
  status: oneOf('pending', 'held', 'delivered', 'failed', 'dropped'),
};

/** What only a stand-in has: for one account its clock, name, seed and reset, and switches that tests turn. */
export function localRoutes(accounts: Accounts, deliverer: Deliverer): Hono {
  const routes = new Hono();
  routes.use(onlyThisMachine);
  routes.onError((error, c) => {
    if (!(error instanceof ApiError)) throw error;
    return c.json(error.toWire(''), error.status);
  });
  routes.get('/health', (c) => c.json({ ok: true }));

  const accountOf = (c: Context) => accounts.of(secretKey(c.req.header('authorization')));
  const get = <S extends Shape>(
    path: string,
    shape: S,
    answer: (account: Account, given: Infer<S>) => object,
  ) =>
    routes.get(path, (c) => {
      const query = new URL(c.req.url).search.slice(1);
      return c.json(answer(accountOf(c), read(shape, parseForm(query))));
    });
  const post = <S extends Shape>(
    path: string,
    shape: S,
    answer: (account: Account, given: Infer<S>, id: string) => object,
  ) =>
    routes.post(path, async (c) => {
      const account = accountOf(c);
      const given = read(shape, parseForm(await c.req.text()));
      return c.json(answer(account, given, c.req.param('id') ?? ''));
    });

  get('/clock', {}, (account) => ({ now: account.now() }));
  post('/clock', { now: required(clearable(timestamp({ min: 0 }))) }, (account, { now }) => {
    const [to, furthest] = [now ?? account.systemClock(), furthestMove(account)];
    if (furthest !== null && to > furthest)
      throw invalid(
        `Invalid now: ${to} is more than five years after the account's time, ${account.now()}. With subscriptions it can be moved to ${furthest} at most in one step; go on from there.`,
        { param: 'now' },
      );
    account.transaction(() => account.store.put('settings', { id: 'clock', value: now ?? null }));
    letTimePass(account);
    return { now: account.now() };
  });
  post('/account', accountSettings, (account, settings) => {
    account.transaction(() => {
      for (const [id, value] of Object.entries(settings))
        if (value !== undefined) account.store.put('settings', { id, value });
    });
    return settings;
  });
  post('/reset', {}, (account) => {
    account.transaction(() => account.store.clear());
    account.requests.clear();
    accounts.forgetPortalTokens(account);
    return { ok: true };
  });
  post('/seed', {}, (account) => seed(account));
  post(
    '/rate_limit',
    { limit: required(clearable(integer({ min: 0, max: 1_000_000 }))) },
    (account, { limit }) => {
      account.transaction(() => account.store.put('settings', { id: 'rate_limit', value: limit ?? null }));
      return { limit: limit ?? null };
    },
  );

  get('/deliveries', which, (account, given) => ({
    switches: switchesOf(account),
    data: findDeliveries(account, given).map((each) => shownDelivery(account, each)),
  }));
  post('/deliveries', switchParams, (account, given) => {
    const switches = setSwitches(account, given);
    return { ...switches, released: switches.mode === 'send' ? deliverer.release(account) : 0 };
  });
  post('/deliveries/replay', { ...which, order: oneOf('created', 'reversed') }, (account, given) => {
    const found = findDeliveries(account, given);
    if (given.order === 'reversed') found.reverse();
    for (const each of found) deliverer.resend(account, each.id);
    return { replayed: found.length };
  });
  post('/events/:id/resend', { endpoint: string() }, (account, { endpoint }, id) => {
    const found = findDeliveries(account, { event: id, endpoint });
    for (const each of found) deliverer.resend(account, each.id);
    return { resent: found.length };
  });
  return routes;
}
