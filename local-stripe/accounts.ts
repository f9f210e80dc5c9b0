import { Account, type AccountListener, accountIdOf } from './account';
import type { Clock } from './clock';
import type { Ids } from './ids';
import { Store, type Write } from './store';

/** How many writes of a snapshot make one line of the journal. */
const TOGETHER = 50;

/** All accounts of this server: one per secret key, made on first use, each blind to the others. */
export class Accounts {
  readonly #byId = new Map<string, Account>();
  readonly #byPortalToken = new Map<string, Account>();

  constructor(
    readonly origin: () => string,
    readonly ids: Ids,
    readonly clock: Clock,
    readonly listener: AccountListener,
  ) {}

  of(secretKey: string): Account {
    const account = this.withId(accountIdOf(secretKey));
    account.keyHint = `${secretKey.slice(0, 8)}…${secretKey.slice(8).slice(-4)}`;
    return account;
  }

  /** An account that exists; undefined for an id that no key leads to. */
  known(id: string): Account | undefined {
    return this.#byId.get(id);
  }

  withId(id: string): Account {
    let account = this.#byId.get(id);
    if (!account) {
      account = new Account(id, this.origin(), new Store(), this.ids, this.clock, this.listener);
      this.#byId.set(id, account);
    }
    return account;
  }

  /** The account that made a hosted page, by the page's token; undefined when no account did. */
  withPortalToken(token: string): Account | undefined {
    const known = this.#byPortalToken.get(token);
    if (known) return known;
    for (const account of this.#byId.values()) {
      if (account.store.by('portalVisits', 'token', token).length === 0) continue;
      this.#byPortalToken.set(token, account);
      return account;
    }
    return undefined;
  }

  /** Forgets which hosted pages an account made. */
  forgetPortalTokens(account: Account): void {
    for (const [token, owner] of this.#byPortalToken)
      if (owner === account) this.#byPortalToken.delete(token);
  }

  /** Takes back what a journal kept. */
  load(id: string, writes: Iterable<Write>): void {
    this.withId(id).store.load(writes);
  }

  /** How many records all of them have. */
  get records(): number {
    let records = 0;
    for (const { store } of this.#byId.values()) records += store.size;
    return records;
  }

  /** Writes that make every account anew, some at a time. */
  *snapshot(): Generator<{ account: string; writes: Write[] }> {
    for (const account of this.#byId.values()) {
      let writes: Write[] = [];
      for (const write of account.store.snapshot()) {
        writes.push(write);
        if (writes.length < TOGETHER) continue;
        yield { account: account.id, writes };
        writes = [];
      }
      if (writes.length > 0) yield { account: account.id, writes };
    }
  }

  *[Symbol.iterator](): Generator<Account> {
    yield* this.#byId.values();
  }
}
