import { afterEach, expect } from 'vitest';
import { type Account, anAccount, base, localOnly } from './stripe-under-test';
import { WebhookReceiver } from './webhook-receiver';

const open: WebhookReceiver[] = [];
afterEach(() => {
  for (const receiver of open.splice(0)) receiver.close();
});

/** An account with a name of its own, and where its pages are. */
async function aNamedAccount(): Promise<{ account: Account; pages: string }> {
  const account = anAccount();
  const name = `Company ${account.key.slice(-8)}`;
  await fetch(`${base}/_local/account`, {
    method: 'POST',
    headers: { authorization: `Bearer ${account.key}` },
    body: new URLSearchParams({ business_name: name }),
  });
  const list = await (await fetch(base)).text();
  const path = new RegExp(`href="(/dashboard/acct_\\w+)/requests">${name}`).exec(list)?.[1];
  return { account, pages: `${base}${path}` };
}

const textOf = async (url: string) => (await fetch(url)).text();

localOnly('the first page lists accounts by name and the end of their key, never the key', async () => {
  const { account } = await aNamedAccount();
  const page = await textOf(base);
  expect(page).toContain(`Company ${account.key.slice(-8)}`);
  expect(page).toContain(`sk_test_…${account.key.slice(-4)}`);
  expect(page).not.toContain(account.key);
});

localOnly('a refused request is told with its error and its parameters', async () => {
  const { account, pages } = await aNamedAccount();
  await expect(account.stripe.customers.create({ name: '<b>Ada</b>', foo: '1' } as never)).rejects.toThrow();
  const page = await textOf(`${pages}/requests`);
  expect(page).toContain('Received unknown parameter: foo');
  expect(page).toContain('&lt;b&gt;Ada&lt;/b&gt;');
  expect(page).not.toContain('<b>Ada');
});

localOnly('card numbers are masked', async () => {
  const { account, pages } = await aNamedAccount();
  await account.stripe.paymentMethods.create({
    type: 'card',
    card: { number: '4242424242424242', exp_month: 4, exp_year: 2030, cvc: '737' },
  });
  const page = await textOf(`${pages}/requests`);
  expect(page).toContain('••••4242');
  expect(page).not.toContain('4242424242424242');
  expect(page).not.toContain('737</dd>');
});

localOnly('links to a portal session and webhook secrets are on no page', async () => {
  const { account, pages } = await aNamedAccount();
  const seed = { method: 'POST', headers: { authorization: `Bearer ${account.key}` } };
  const seeded = await (await fetch(`${base}/_local/seed`, seed)).json();
  const { stripe } = account;
  const { secret = 'none' } = await stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:9/',
    enabled_events: ['customer.deleted'],
  });
  const { url } = await stripe.billingPortal.sessions.create({ customer: seeded.customer });
  const token = url.split('/').at(-1) ?? 'none';
  const [made] = (await stripe.events.list({ type: 'billing_portal.session.created' })).data;
  const paths = [
    'requests',
    'customers',
    `customers/${seeded.customer}`,
    'subscriptions',
    `subscriptions/${seeded.subscription}`,
    'invoices',
    'events',
    `events/${made?.id}`,
    'deliveries',
    'portal',
  ];
  for (const path of paths) {
    const answer = await fetch(`${pages}/${path}`);
    const page = await answer.text();
    expect([path, answer.status]).toEqual([path, 200]);
    expect(page).not.toContain(token);
    expect(page).not.toContain(secret);
    expect(page).not.toContain(account.key);
  }
});

localOnly('an event shows each attempt with its signature and answer, and can be sent again', async () => {
  const { account, pages } = await aNamedAccount();
  const receiver = await WebhookReceiver.listen();
  open.push(receiver);
  await account.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['customer.created'] });
  await account.stripe.customers.create();
  const [delivery] = await receiver.received(1);
  await expect.poll(() => textOf(`${pages}/events/${delivery?.id}`)).toContain(delivery?.signature);
  const action = /action="([^"]+resend)"/.exec(await textOf(`${pages}/events/${delivery?.id}`))?.[1];
  const pressed = await fetch(`${base}${action}`, { method: 'POST', redirect: 'manual' });
  expect([pressed.status, pressed.headers.get('location')]).toEqual([
    303,
    `${new URL(pages).pathname}/events/${delivery?.id}`,
  ]);
  const [first, second] = await receiver.received(2);
  expect(second?.id).toBe(first?.id);
});

localOnly('another site cannot press its buttons', async () => {
  const { pages } = await aNamedAccount();
  const answer = await fetch(`${pages}/deliveries/evt_1:we_1/resend`, {
    method: 'POST',
    headers: { origin: 'https://example.com' },
  });
  expect(answer.status).toBe(403);
});

localOnly('its pages run no script, ask nobody for anything and cannot be framed', async () => {
  const { pages } = await aNamedAccount();
  const answer = await fetch(`${pages}/requests`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  );
  const page = await answer.text();
  expect(page).not.toMatch(/<script|<link|<img|src=|url\(/);
});

localOnly('an account or an object that is not there is a 404 with a way back', async () => {
  const { pages } = await aNamedAccount();
  for (const url of [`${base}/dashboard/acct_none/requests`, `${pages}/customers/cus_none`]) {
    const answer = await fetch(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('<a href="/">All accounts</a>');
  }
});
