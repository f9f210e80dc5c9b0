import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';
import { afterEach, expect, inject } from 'vitest';
import { POST } from '@/app/api/stripe/webhook/route';
import { env as settings } from '@/lib/env';
import { examine } from '../../scripts/doctor/examine';
import type { Finding } from '../../scripts/doctor/finding';
import { planAccount } from '../../scripts/setup/account-plan';
import { stripeAt } from '../../scripts/setup/connection';
import { startMailServer } from '../rig/mail-server';

export const realNow = () => Math.floor(Date.now() / 1000);
const servers: Server[] = [];
const mailServers: Awaited<ReturnType<typeof startMailServer>>[] = [];

afterEach(async () => {
  await Promise.all(mailServers.splice(0).map((server) => server.close()));
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is never a string
  return `http://127.0.0.1:${port}`;
}

/** A mail server; whom it asks for a name and password it lets in by none. */
export async function serveMail(options?: Parameters<typeof startMailServer>[0]): Promise<string> {
  const server = await startMailServer(options);
  mailServers.push(server);
  return `smtp://127.0.0.1:${server.port}`;
}

/** The app's own webhook route behind an address. */
const serveApp = () =>
  serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // a request without encoding yields buffers
    const answer = await POST(
      new Request('http://app/api/stripe/webhook', {
        method: 'POST',
        headers: { 'stripe-signature': String(request.headers['stripe-signature']) },
        body: Buffer.concat(chunks).toString('utf8'),
      }),
    );
    response.writeHead(answer.status).end();
  });

const JSON_TYPE = { 'content-type': 'application/json' };

export const serveStatus = (status: number, body = '{}') =>
  serve((_, response) => response.writeHead(status, JSON_TYPE).end(body));

/** Stripe, asked with a restricted key that may only read. */
export const serveReadOnly = (apiBase: string) =>
  serve(async (request, response) => {
    if (request.method !== 'GET') {
      response.writeHead(403, JSON_TYPE).end('{"error":{"type":"invalid_request_error","message":"no"}}');
      return;
    }
    const authorization = String(request.headers.authorization);
    const answer = await fetch(`${apiBase}${request.url}`, { headers: { authorization } });
    response.writeHead(answer.status, JSON_TYPE).end(await answer.text());
  });

export type Healthy = { env: Record<string, string>; stripe: Stripe; now: () => number };

/** Settings, account and app that the doctor finds nothing wrong with but what the catalogue's own codes ask for. */
export async function allInOrder(): Promise<Healthy> {
  const key = `sk_test_${randomUUID().replaceAll('-', '')}`;
  const apiBase = inject('stripeApiBase');
  const stripe = stripeAt(key, apiBase);
  const appUrl = await serveApp();
  const { steps } = await planAccount({ stripe, appUrl, atStripe: false, tellSecret: () => {} });
  for (const step of steps) await step.take();
  const env = {
    APP_URL: appUrl,
    NEXTAUTH_SECRET: '7d9f2c81b64e0a35',
    DATABASE_URL: settings().DATABASE_URL,
    STRIPE_API_BASE: apiBase,
    STRIPE_SECRET_KEY: key,
    STRIPE_WEBHOOK_SECRET: 'whsec_only_for_the_database_tests',
    SMTP_URL: await serveMail(),
    MAIL_FROM: 'Northwind <billing@example.com>',
  };
  return { env, stripe, now: realNow };
}

export async function diagnose({ env, now }: Pick<Healthy, 'env' | 'now'>): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const [, found] of examine(env, now)) all.push(...found);
  return all;
}

/** What a fault is, how it is planted, and what the doctor says of it. */
export type Fault = readonly [
  planted: string,
  plant: (healthy: Healthy) => unknown,
  what: RegExp,
  mend: RegExp,
];

export async function expectFound(plant: Fault[1], what: RegExp, mend: RegExp): Promise<void> {
  const healthy = await allInOrder();
  await plant(healthy);
  expect(await diagnose(healthy)).toContainEqual({
    level: expect.stringMatching(/fault|warning/),
    what: expect.stringMatching(what),
    why: expect.stringMatching(/\w/),
    mend: expect.stringMatching(mend),
  });
}
