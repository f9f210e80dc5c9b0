import { Hono } from 'hono';
import type { Accounts } from './accounts';
import { challengeRoutes } from './challenge/routes';
import { checkoutRoutes } from './checkout/routes';
import { dashboardRoutes } from './dashboard/routes';
import { invoiceRoutes } from './invoice/routes';
import { localRoutes } from './local-routes';
import { portalRoutes } from './portal/routes';
import type { Deliverer } from './webhooks/deliver';
import { ApiError } from './wire/errors';

/** What is not the API, as a fetch handler: the hosted pages, the dashboard at /, and under /_local the switches. */
export function createApp(accounts: Accounts, deliverer: Deliverer): Hono {
  const app = new Hono();
  app.route('/p', portalRoutes(accounts));
  app.route('/i', invoiceRoutes(accounts));
  app.route('/c', checkoutRoutes(accounts));
  app.route('/challenge', challengeRoutes(accounts));
  app.route('/', dashboardRoutes(accounts, deliverer));
  app.route('/_local', localRoutes(accounts, deliverer));
  app.notFound((c) => {
    const { pathname } = new URL(c.req.url);
    const message = `Unrecognized request URL (${c.req.method}: ${pathname}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
    const id = accounts.ids.next('req');
    return c.json(new ApiError(404, message).toWire(id), 404, { 'Request-Id': id });
  });
  return app;
}
