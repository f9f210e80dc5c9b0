import { type Context, Hono } from 'hono';
import type { Account } from './account';
import type { Accounts } from './accounts';
import { letTimePass } from './billing/time';
import type { Endpoint } from './endpoint';
import { invoiceRoutes } from './invoice/routes';
import { localRoutes } from './local-routes';
import { portalRoutes } from './portal/routes';
import { endpoints } from './resources';
import { secretKey } from './wire/authentication';
import { ApiError } from './wire/errors';
import { render } from './wire/expand';
import { type FormHash, parseForm } from './wire/form';
import { list, read, string } from './wire/params';

const MAX_BODY = 1_000_000;
const expandParam = { expand: list(string()) };

/** The whole server as a fetch handler: the API under /v1, the hosted pages under /p and /i, and its own switches under /_local. */
export function createApp(accounts: Accounts, log: (line: string) => void): Hono {
  const app = new Hono();
  for (const each of endpoints) app.on(each.method, each.path, (c) => answer(c, each, accounts, log));
  app.route('/p', portalRoutes(accounts));
  app.route('/i', invoiceRoutes(accounts));
  app.route('/_local', localRoutes(accounts));
  app.notFound((c) => {
    const { pathname } = new URL(c.req.url);
    const message = `Unrecognized request URL (${c.req.method}: ${pathname}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
    return send(c, accounts.ids.next('req'), 404, new ApiError(404, message).toWire(''));
  });
  return app;
}

async function answer(
  c: Context,
  each: Endpoint,
  accounts: Accounts,
  log: (line: string) => void,
): Promise<Response> {
  const requestId = accounts.ids.next('req');
  const path = c.req.path;
  try {
    const account = accounts.of(secretKey(c.req.header('authorization')));
    const text = each.method === 'POST' ? await bodyOf(c) : new URL(c.req.url).search.slice(1);
    const result = execute(account, each, text, c, requestId);
    log(`${each.method} ${path} ${result.status}`);
    return result;
  } catch (error) {
    const refusal = error instanceof ApiError ? error : unexpected(error, log);
    log(`${each.method} ${path} ${refusal.status} ${refusal.message}`);
    return send(c, requestId, refusal.status, refusal.toWire(requestId));
  }
}

async function bodyOf(c: Context): Promise<string> {
  const type = c.req.header('content-type') ?? '';
  const text = await c.req.text();
  if (text.length > MAX_BODY) throw new ApiError(400, `The request body is too large: ${text.length} bytes.`);
  if (text !== '' && !type.startsWith('application/x-www-form-urlencoded'))
    throw new ApiError(
      400,
      `Invalid content type '${type.slice(0, 80)}'. Send parameters as application/x-www-form-urlencoded.`,
    );
  const query = new URL(c.req.url).search.slice(1);
  return query === '' ? text : text === '' ? query : `${query}&${text}`;
}

/** Everything from here on runs without a pause: no other request sees it half done. */
function execute(account: Account, each: Endpoint, text: string, c: Context, requestId: string): Response {
  const key = each.method === 'POST' ? c.req.header('idempotency-key') : undefined;
  if (key !== undefined) {
    const replayed = replay(account, key, each, text, c, requestId);
    if (replayed) return replayed;
  }
  const { expand = [], ...own } = split(each, parseForm(text));
  account.request = { id: null, idempotencyKey: null };
  letTimePass(account);
  account.request = { id: requestId, idempotencyKey: key ?? null };
  const remember = (status: number, body: string): void => {
    if (key !== undefined)
      account.store.put('idempotentAnswers', {
        id: key,
        request: fingerprint(each, c.req.path, text),
        status,
        body,
      });
  };
  try {
    const body = account.transaction(
      () => {
        const result = render(account, each.handle(account, own as never, c.req.param()), expand); // read by its own shape
        const json = JSON.stringify(result);
        remember(200, json);
        return json;
      },
      (error) => error instanceof ApiError && error.keepsWrites,
    );
    return send(c, requestId, 200, body, key);
  } catch (error) {
    if (error instanceof ApiError && error.status !== 401) {
      const body = JSON.stringify(error.toWire(requestId));
      account.transaction(() => remember(error.status, body));
    }
    throw error;
  }
}

/** The operation's own parameters, read by its shape, and `expand`, which every operation takes. */
function split(each: Endpoint, form: FormHash): Record<string, unknown> & { expand?: string[] } {
  return read({ ...each.params, ...expandParam }, form);
}

const fingerprint = (each: Endpoint, path: string, text: string): string => `${each.method} ${path}\n${text}`;

function replay(
  account: Account,
  key: string,
  each: Endpoint,
  text: string,
  c: Context,
  requestId: string,
): Response | undefined {
  if (key.length > 255)
    throw new ApiError(400, `Idempotency keys can be at most 255 characters; yours has ${key.length}.`);
  const before = account.store.get('idempotentAnswers', key);
  if (!before) return undefined;
  if (before.request !== fingerprint(each, c.req.path, text))
    throw new ApiError(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      { type: 'idempotency_error' },
    );
  c.header('Idempotent-Replayed', 'true');
  return send(c, requestId, before.status, before.body, key);
}

function send(c: Context, requestId: string, status: number, body: object | string, key?: string): Response {
  c.header('Content-Type', 'application/json');
  c.header('Cache-Control', 'no-cache, no-store');
  c.header('Request-Id', requestId);
  c.header('Stripe-Version', c.req.header('stripe-version') ?? '2026-10-28.endive');
  if (key !== undefined) c.header('Idempotency-Key', key);
  return c.body(typeof body === 'string' ? body : JSON.stringify(body), status as 200); // statuses come from ApiError
}

function unexpected(error: unknown, log: (line: string) => void): ApiError {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return new ApiError(500, 'The local Stripe failed on this request. Its own log has the details.', {
    type: 'api_error',
  });
}
