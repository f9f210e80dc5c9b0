import { Account, type AccountListener, accountIdOf } from './account';
import type { Clock } from './clock';
import type { Ids } from './ids';
import { Store, type Write } from './store';

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
    return this.withId(accountIdOf(secretKey));
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

  /** Takes back what a journal kept. */
  load(id: string, writes: Iterable<Write>): void {
    this.withId(id).store.load(writes);
  }

  *[Symbol.iterator](): Generator<Account> {
    yield* this.#byId.values();
  }
}
