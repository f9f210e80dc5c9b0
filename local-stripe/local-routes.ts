import { Hono } from 'hono';
import type { Accounts } from './accounts';
import { letTimePass } from './billing/time';
import { secretKey } from './wire/authentication';
import { ApiError } from './wire/errors';
import { parseForm } from './wire/form';
import { clearable, read, required, string, timestamp } from './wire/params';

/** What only a stand-in has: health, and for one account its clock, its business name and its reset. */
export function localRoutes(accounts: Accounts): Hono {
  const routes = new Hono();
  routes.onError((error, c) => {
    if (!(error instanceof ApiError)) throw error;
    return c.json(error.toWire(''), error.status);
  });
  routes.get('/health', (c) => c.json({ ok: true }));
  routes.get('/clock', (c) => c.json({ now: accounts.of(secretKey(c.req.header('authorization'))).now() }));
  routes.post('/clock', async (c) => {
    const account = accounts.of(secretKey(c.req.header('authorization')));
    const { now } = read({ now: required(clearable(timestamp({ min: 0 }))) }, parseForm(await c.req.text()));
    account.transaction(() => account.store.put('settings', { id: 'clock', value: now ?? null }));
    letTimePass(account);
    return c.json({ now: account.now() });
  });
  routes.post('/account', async (c) => {
    const account = accounts.of(secretKey(c.req.header('authorization')));
    const { business_name } = read({ business_name: required(string(100)) }, parseForm(await c.req.text()));
    account.transaction(() => account.store.put('settings', { id: 'business_name', value: business_name }));
    return c.json({ business_name });
  });
  routes.post('/reset', (c) => {
    const account = accounts.of(secretKey(c.req.header('authorization')));
    account.transaction(() => account.store.clear());
    return c.json({ ok: true });
  });
  return routes;
}
