import type { Account } from '../account';
import type { Accounts } from '../accounts';
import { clockTime } from '../billing/test-clock';
import { letTimePass } from '../billing/time';
import { endpoints } from '../resources';
import { inOlderForm } from '../versions/older-form';
import { isSpoken, paramsIn, shapeIn } from '../versions/read-request';
import { API_VERSION, spokenIn } from '../versions/version';
import { secretKey } from '../wire/authentication';
import { ApiError } from '../wire/errors';
import { render } from '../wire/expand';
import { parseForm } from '../wire/form';
import { list, read, string } from '../wire/params';
import { recall, remember, takeKey } from './idempotency';
import type { ApiAnswer, ApiRequest } from './message';
import { checkRate } from './rate-limit';
import { type Match, Router } from './router';

/** Bytes. */
export const MAX_BODY = 1_000_000;

/** Takes the answer of a request, once. */
export type Send = (answer: ApiAnswer) => void;

/** A request whose body is on its way. */
export type Arriving = Readonly<{
  /** Answers it, now that its body is here. */
  play(body: string): void;
  /** Its client went away. */
  giveUp(): void;
}>;

/** Every operation takes it. */
const expandParam = list(string());

/** The API under /v1. */
export class Api {
  readonly #router = new Router(endpoints);
  /** So that a header that comes again need not be read, nor its key hashed again. */
  readonly #byAuthorization = new Map<string, Account>();

  constructor(
    readonly accounts: Accounts,
    readonly log: (line: string) => void,
  ) {}

  /**
   * Takes a request whose headers are here and whose body is still on its way.
   * Two requests with one idempotency key that arrive at the same time are told apart here: the later gets a 409.
   */
  receive(head: Omit<ApiRequest, 'body'>, send: Send): Arriving {
    const { method, path, query, headers } = head;
    const key = keyOf(head);
    let account: Account | undefined;
    let release = () => {};
    try {
      if (key !== undefined) {
        account = this.#accountOf(head);
        release = takeKey(account, key);
      }
    } catch (error) {
      return { play: () => this.#refuse({ ...head, body: '' }, error, send), giveUp: () => {} };
    }
    return {
      play: (body) => {
        try {
          this.#play({ method, path, query, headers, body }, send, account);
        } finally {
          release();
        }
      },
      giveUp: release,
    };
  }

  /** Everything from here on runs without a pause: no other request sees it half done. */
  #play(request: ApiRequest, send: Send, known?: Account): void {
    const id = this.accounts.ids.next('req');
    let account: Account | undefined;
    try {
      const match = this.#router.match(request.method, request.path);
      if (!match) throw unrecognized(request);
      account = known ?? this.#accountOf(request);
      checkRate(account);
      const answer = execute(account, match, request, id, send);
      this.#note(account, request, answer, id, null);
    } catch (error) {
      this.#refuse(request, error, send, account, id);
    }
  }

  #accountOf({ headers: { authorization = '' } }: Pick<ApiRequest, 'headers'>): Account {
    const known = this.#byAuthorization.get(authorization);
    if (known) return known;
    const account = this.accounts.of(secretKey(authorization));
    this.#byAuthorization.set(authorization, account);
    return account;
  }

  #refuse(
    request: ApiRequest,
    error: unknown,
    send: Send,
    account?: Account,
    id = this.accounts.ids.next('req'),
  ): void {
    const refusal = error instanceof ApiError ? error : unexpected(error, this.log);
    const answer = answered(request, account, id, refusal.status, refusal.toWire(id));
    if (refusal.status === 429) answer.headers['stripe-rate-limited-reason'] = 'global-rate';
    send(answer);
    if (account) this.#note(account, request, answer, id, refusal);
    else this.log(`${request.method} ${request.path} ${refusal.status} ${refusal.message}`);
  }

  #note(account: Account, request: ApiRequest, answer: ApiAnswer, id: string, refusal: ApiError | null) {
    const { method, path } = request;
    const { type = 'invalid_request_error', code = null, param = null } = refusal?.detail ?? {};
    account.requests.add({
      id,
      at: Math.floor(Date.now() / 1000),
      method,
      path,
      params: paramsOf(request),
      status: answer.status,
      error: refusal && { type, code, param, message: refusal.message },
      replayed: 'idempotent-replayed' in answer.headers,
    });
    this.log(`${method} ${path} ${answer.status}${refusal ? ` ${refusal.message}` : ''}`);
  }
}

/** What was answered comes back. Throws what is refused, which is not answered yet. */
function execute(
  account: Account,
  { endpoint, ids }: Match,
  request: ApiRequest,
  id: string,
  send: Send,
): ApiAnswer {
  const text = paramsOf(request);
  requireForm(request);
  const key = keyOf(request);
  const asked = { path: request.path, params: text };
  const before = key === undefined ? undefined : recall(account, key, asked);
  if (before) {
    const again = answered(request, account, id, before.status, before.answer);
    again.headers['idempotent-replayed'] = 'true';
    send(again);
    return again;
  }
  const spoken = spokenIn(account, request.headers['stripe-version']);
  if (!isSpoken(endpoint, spoken)) throw unrecognized(request);
  const params = paramsIn(account, request, spoken, parseForm(text));
  const { expand } = params;
  delete params.expand;
  const own = read(shapeIn(endpoint, spoken), params);
  const expanded = expand === undefined ? [] : (expandParam.read(expand, 'expand') ?? []);
  letTimePass(account);
  account.request = { id, idempotency_key: key ?? null };
  account.answering = spoken.answers;
  try {
    const { answer } = account.transaction(
      () => {
        const handle = () => {
          const object = endpoint.handle(account, own as never, ids); // read by its own shape
          const shown = expanded.length === 0 ? account.shown(object) : render(account, object, expanded);
          return spoken.answers === null ? shown : inOlderForm(account, shown, spoken.answers, expanded);
        };
        const moment = clockTime(account, own, ids) ?? account.now();
        const object = account.at(moment, handle);
        return { object, answer: answered(request, account, id, 200, object) };
      },
      {
        keepOn: (error) => error instanceof ApiError && error.keepsWrites,
        answer: ({ answer }) => send(answer),
        remember: ({ object }) => {
          if (key !== undefined) remember(account, key, asked, { status: 200, answer: object });
        },
      },
    );
    return answer;
  } catch (error) {
    if (key !== undefined && error instanceof ApiError && error.status !== 401) {
      const { status } = error;
      account.transaction(() => remember(account, key, asked, { status, answer: error.toWire(id) }));
    }
    throw error;
  }
}

function keyOf({ method, headers }: Pick<ApiRequest, 'method' | 'headers'>): string | undefined {
  const key = method === 'POST' ? headers['idempotency-key'] : undefined;
  return typeof key === 'string' ? key : undefined;
}

/** A POST's parameters are in its body, and may be in the query too; those of other methods are in the query. */
function paramsOf({ method, query, body }: ApiRequest): string {
  if (method !== 'POST') return query;
  return query === '' ? body : body === '' ? query : `${query}&${body}`;
}

function requireForm({ method, body, headers }: ApiRequest): void {
  if (method !== 'POST' || body === '') return;
  if (body.length > MAX_BODY)
    throw new ApiError(400, `The request body is too large: it may have ${MAX_BODY} bytes.`);
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded'))
    throw new ApiError(
      400,
      `Invalid content type '${type.slice(0, 80)}'. Send parameters as application/x-www-form-urlencoded.`,
    );
}

function answered(
  request: ApiRequest,
  account: Account | undefined,
  id: string,
  status: number,
  object: object,
): ApiAnswer {
  const key = keyOf(request);
  const version = request.headers['stripe-version'];
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'cache-control': 'no-cache, no-store',
    'request-id': id,
    'stripe-version': typeof version === 'string' ? version : (account?.apiVersion ?? API_VERSION),
  };
  if (key !== undefined) headers['idempotency-key'] = key;
  return { status, headers, body: JSON.stringify(object) };
}

/** An id that was forgotten leaves its path with a slash at the end. */
const EMPTY_ID =
  ' If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.';

const unrecognized = ({ method, path }: ApiRequest): ApiError =>
  new ApiError(
    404,
    `Unrecognized request URL (${method}: ${path}).${path.endsWith('/') ? EMPTY_ID : ''} Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  );

function unexpected(error: unknown, log: (line: string) => void): ApiError {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return new ApiError(500, 'The local Stripe failed on this request. Its own log has the details.', {
    type: 'api_error',
  });
}
