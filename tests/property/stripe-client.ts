import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';

/** Parameters as Stripe's bracketed forms take them; null is sent as an empty value. */
export type Params = { readonly [name: string]: Param };
export type Param = string | number | boolean | null | readonly Param[] | Params;

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely; the properties say what must be there.
export type Body = any;

export type Answer = Readonly<{ status: number; body: Body }>;

/** `a[b][0]=1` pairs of nested parameters. */
export function formOf(params: Params): string {
  return pairs(params)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}

function pairs(value: Param, name = ''): Array<[string, string]> {
  if (value === null) return [[name, '']];
  if (typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => pairs(inner, name === '' ? key : `${name}[${key}]`));
}

/** One fresh account of the local Stripe under test. No answer of it may ever be a 5xx or lack Stripe's shape. */
export class StripeAccount {
  readonly base = inject('stripeApiBase');
  readonly key = `sk_test_${randomUUID().replaceAll('-', '')}`;

  async call(method: 'GET' | 'POST' | 'DELETE', path: string, params: Params = {}): Promise<Answer> {
    const form = formOf(params);
    const inPath = method !== 'POST' && form !== '';
    return this.raw(method, inPath ? `${path}?${form}` : path, method === 'POST' ? form : undefined);
  }

  /** A request as it goes over the wire: `body` is sent as written. */
  async raw(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await answer.text();
    const shown = `${method} ${path.slice(0, 200)} ${String(body ?? '').slice(0, 600)}`;
    return checked(shown, answer.status, text);
  }

  /** Like `call`, for steps that have to succeed. */
  async made(method: 'GET' | 'POST' | 'DELETE', path: string, params: Params = {}): Promise<Body> {
    const { status, body } = await this.call(method, path, params);
    if (status !== 200)
      throw new Error(`${method} ${path} ${formOf(params)}: ${status} ${body.error.message}`);
    return body;
  }

  /** Every object of a list, newest first. */
  async all(path: string, params: Params = {}): Promise<Body[]> {
    const found: Body[] = [];
    for (;;) {
      const last = found.at(-1);
      const page = await this.made('GET', path, {
        ...params,
        limit: 100,
        ...(last && { starting_after: last.id }),
      });
      found.push(...page.data);
      if (!page.has_more) return found;
    }
  }

  /** Stops the account's clock at a moment in Unix seconds. */
  async setClock(now: number): Promise<void> {
    const { status, body } = await this.raw('POST', '/_local/clock', `now=${now}`);
    if (status !== 200) throw new Error(`The clock was not set to ${now}: ${JSON.stringify(body)}`);
  }
}

const ERROR_TYPES = ['card_error', 'idempotency_error', 'invalid_request_error'];

function checked(shown: string, status: number, text: string): Answer {
  if (status >= 500) throw new Error(`${shown}\nanswered ${status}: ${text.slice(0, 300)}`);
  let body: Body;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Error(`${shown}\nanswered ${status} with what is no JSON: ${text.slice(0, 300)}`);
  }
  const refused = status >= 400;
  const shaped = refused
    ? ERROR_TYPES.includes(body?.error?.type) &&
      typeof body.error.message === 'string' &&
      body.error.message !== ''
    : status === 200 && typeof body === 'object' && body !== null && body.error === undefined;
  if (!shaped) throw new Error(`${shown}\nanswered ${status} out of Stripe's shape: ${text.slice(0, 300)}`);
  return { status, body };
}
