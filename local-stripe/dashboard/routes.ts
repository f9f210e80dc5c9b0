import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Account } from '../account';
import type { Accounts } from '../accounts';
import type { Html } from '../hosted/templates/layout';
import type { Deliverer } from '../webhooks/deliver';
import { onlyThisMachine } from '../wire/loopback';
import { accountsPage } from './accounts-page';
import { deliveriesPage, eventPage, eventsPage } from './events-pages';
import { listPage, objectPage } from './objects-pages';
import { dashboardPage, pathOf, send } from './page';
import { portalPage } from './portal-page';
import { requestsPage } from './requests-page';

/** The developer's pages: what there is, what was asked, what was answered, what was sent. */
export function dashboardRoutes(accounts: Accounts, deliverer: Deliverer): Hono {
  const routes = new Hono();
  routes.use('/', onlyThisMachine);
  routes.use('/dashboard/*', onlyThisMachine);
  routes.get('/', (c) => send(c, accountsPage(accounts)));

  const show = (path: string, page: (account: Account, id: string) => Html | null) =>
    routes.get(`/dashboard/:account${path}`, (c) => {
      const account = accounts.known(c.req.param('account') ?? '');
      const body = account && page(account, c.req.param('id') ?? '');
      return body ? send(c, body) : nothing(c);
    });
  show('/requests', requestsPage);
  for (const tab of ['customers', 'subscriptions', 'invoices'] as const) {
    show(`/${tab}`, (account) => listPage(account, tab));
    show(`/${tab}/:id`, (account, id) => objectPage(account, tab, id));
  }
  show('/events', eventsPage);
  show('/events/:id', eventPage);
  show('/deliveries', deliveriesPage);
  show('/portal', portalPage);

  routes.post('/dashboard/:account/deliveries/:id/resend', async (c) => {
    const account = accounts.known(c.req.param('account'));
    const delivery = account?.store.get('deliveries', c.req.param('id'));
    if (!account || !delivery) return nothing(c);
    deliverer.resend(account, delivery.id);
    return c.redirect(pathOf(account, 'events', delivery.event), 303);
  });
  return routes;
}

function nothing(c: Context): Promise<Response> {
  const body = html`<p>There is no such page, or what it was about is gone. <a href="/">All accounts</a></p>`;
  return send(c, dashboardPage({ title: 'Nothing here', account: null, tab: null, body }), 404);
}
