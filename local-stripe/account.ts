import { createHash } from 'node:crypto';
import { RequestLog } from './api/request-log';
import type { Clock } from './clock';
import type { Ids } from './ids';
import type { Event } from './records';
import type { Store, Write } from './store';
import { API_VERSION, type Older } from './versions/version';
import { changedAttributes } from './wire/changed-attributes';
import { render } from './wire/expand';

/** The request that something happened in, as events show it. */
export type RequestOrigin = Readonly<{ id: string | null; idempotency_key: string | null }>;

/** What no request brought about: time, or a customer on a hosted page. */
export const NO_REQUEST: RequestOrigin = { id: null, idempotency_key: null };

/** What is to become an event: the object is as it was at that moment, for records are never changed in place. */
type News = Readonly<{
  type: string;
  object: object;
  before: object | undefined;
  created: number;
  request: RequestOrigin;
}>;

/** What an account reports to the outside once a request's writes are kept. */
export type AccountListener = {
  /** Before the writes are kept: what else the events set going is written with them. */
  happening(account: Account, events: readonly Event[]): void;
  /** Keeps the writes, where anything is kept. When it throws they are taken back. */
  written?: ((account: Account, writes: readonly Write[]) => void) | undefined;
  /** After the writes are kept. */
  happened(account: Account, writes: readonly Write[]): void;
  /** Something went wrong that no request is answered with: what time should have done, and why it did not. */
  failed(account: Account, what: string, error: unknown): void;
};

/** One Stripe account: everything that belongs to one secret key. */
export class Account {
  readonly id: string;
  /** Where its hosted pages are, such as `http://127.0.0.1:12111`. */
  readonly origin: string;
  /** The request being answered; events name it. */
  request: RequestOrigin = NO_REQUEST;
  /** The day of the older version that it is answered in, if it is. */
  answering: Older = null;
  /** The last requests and their answers, for the dashboard. */
  readonly requests = new RequestLog();
  /** `sk_test_…4f2a`, once a request has come: enough for its owner to know it by. */
  keyHint: string | null = null;
  /** The idempotency keys whose requests are arriving or being played. */
  readonly keysInUse = new Set<string>();
  /** What time could not do, by object and moment: it is not tried again while the server runs. */
  readonly stuck = new Set<string>();
  #news: News[] = [];
  /** What differs from the object itself. */
  readonly #shown = new Map<object, object>();
  #pinned: number | null = null;

  constructor(
    id: string,
    origin: string,
    readonly store: Store,
    readonly ids: Ids,
    readonly systemClock: Clock,
    readonly listener: AccountListener,
  ) {
    this.id = id;
    this.origin = origin;
  }

  /** The account's time in Unix seconds: frozen by `/_local/clock`, else the system's. */
  now(): number {
    if (this.#pinned !== null) return this.#pinned;
    const frozen = this.store.get('settings', 'clock')?.value;
    return typeof frozen === 'number' ? frozen : this.systemClock();
  }

  /** What a request without a `Stripe-Version` speaks, and events with it. */
  get apiVersion(): string {
    return String(this.store.get('settings', 'api_version')?.value ?? API_VERSION);
  }

  /** Runs `work` with the account's time at `moment` (Unix seconds): what came due then happens then. */
  at<T>(moment: number, work: () => T): T {
    const outer = this.#pinned;
    this.#pinned = moment;
    try {
      return work();
    } finally {
      this.#pinned = outer;
    }
  }

  /**
   * Records an event about an object as it is now.
   * @param before the object before the change; given for `*.updated`, it becomes `previous_attributes`.
   */
  emit(type: string, object: object, before?: object): void {
    this.#news.push({ type, object, before, created: this.now(), request: this.request });
  }

  /**
   * An object as the API shows it with nothing expanded, once it is as this transaction leaves it. It is made once, for
   * the answer and the event about it.
   */
  shown(object: object): object {
    const known = this.#shown.get(object);
    if (known) return known;
    const made = render(this, object, []);
    if (made !== object) this.#shown.set(object, made);
    return made;
  }

  /**
   * Runs one request's work: all of its writes are kept, or none.
   * @param keepOn tells of an error whose writes are kept all the same (a declined payment that is on record).
   * @param answer takes the result as soon as it is certain: with a journal when it is written, else before the events
   * and what `remember` writes are made, which nobody can ask for until this function is done.
   * @param remember writes what is kept of the result.
   */
  transaction<T>(
    work: () => T,
    {
      keepOn = () => false,
      answer = () => {},
      remember = () => {},
    }: {
      keepOn?: (error: unknown) => boolean;
      answer?: (result: T) => void;
      remember?: (result: T) => void;
    } = {},
  ): T {
    let result: T;
    try {
      result = work();
    } catch (error) {
      if (keepOn(error)) this.#commit();
      else this.#rollback();
      throw error;
    }
    this.#commit(
      () => answer(result),
      () => remember(result),
    );
    return result;
  }

  #commit(answer = () => {}, remember = () => {}): void {
    const { happening, written, happened } = this.listener;
    if (!written) answer();
    try {
      remember();
      const events = this.#events();
      if (events.length > 0) happening(this, events);
      const writes = this.store.uncommitted();
      if (writes.length > 0) written?.(this, writes);
    } catch (error) {
      this.#rollback();
      throw error;
    }
    if (written) answer();
    const writes = this.store.commit();
    this.#forgetShown();
    if (writes.length > 0) happened(this, writes);
  }

  /** What happened, as events that are stored. */
  #events(): Event[] {
    if (this.#news.length === 0) return [];
    const recordedAt = Math.floor(Date.now() / 1000);
    const events: Event[] = [];
    for (const news of this.#news) {
      const event = this.#eventOf(news, recordedAt);
      if (event) events.push(event);
    }
    this.#news = [];
    return events;
  }

  /** Undefined for a change that changed nothing. */
  #eventOf({ type, object, before, created, request }: News, recordedAt: number): Event | undefined {
    const now = this.shown(object);
    const previous_attributes = before && changedAttributes(render(this, before, []), now);
    if (before && !previous_attributes) return undefined;
    return this.store.add('events', {
      id: this.ids.next('evt'),
      object: 'event',
      api_version: this.apiVersion,
      created,
      data: previous_attributes ? { object: now, previous_attributes } : { object: now },
      livemode: false,
      pending_webhooks: 0,
      recorded_at: recordedAt,
      request,
      type,
    });
  }

  #rollback(): void {
    this.store.rollback();
    this.#news = [];
    this.#forgetShown();
  }

  #forgetShown(): void {
    if (this.#shown.size > 0) this.#shown.clear();
  }
}

/** The account id of a secret key. The key itself is never stored. */
export function accountIdOf(secretKey: string): string {
  return `acct_${createHash('sha256').update(secretKey).digest('hex').slice(0, 16)}`;
}
