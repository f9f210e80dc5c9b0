import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Accounts } from './accounts';
import { createApp } from './app';
import { letTimePass } from './billing/time';
import { type Clock, systemClock } from './clock';
import { type Ids, randomIds } from './ids';
import { Journal } from './journal';
import { Deliverer } from './webhooks/deliver';

/** Milliseconds between two looks at what came due. */
const TICK = 10_000;

export type Options = Readonly<{
  /** 0 takes any free port. */
  port?: number;
  /** The folder that the state is kept in; without one it is gone with the process. */
  data?: string;
  clock?: Clock;
  ids?: Ids;
  log?: (line: string) => void;
}>;

export type LocalStripe = Readonly<{ url: string; close(): Promise<void> }>;

/** Starts the local Stripe on the loopback interface. Throws when the port or the data folder is taken. */
export async function startLocalStripe(options: Options = {}): Promise<LocalStripe> {
  const { port = 0, data, clock = systemClock, ids = randomIds(), log = () => {} } = options;
  let [url, journal]: [string, Journal | undefined] = ['', undefined];
  const deliverer = new Deliverer(log);
  const accounts = new Accounts(() => url, ids, clock, {
    written: (account, writes) => journal?.append(account.id, writes),
    happened: (account, event) => deliverer.send(account, event),
  });
  const server = serve({ fetch: createApp(accounts, log).fetch, port, hostname: '127.0.0.1' });
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo; // a listening TCP server has one
  url = `http://127.0.0.1:${bound}`;
  if (data !== undefined) {
    try {
      journal = Journal.open(data, ({ account, writes }) => accounts.load(account, writes), log);
    } catch (error) {
      server.close();
      throw error;
    }
    journal.compact(
      [...accounts].map((account) => ({ account: account.id, writes: [...account.store.snapshot()] })),
    );
    for (const account of accounts) deliverer.resume(account);
  }
  // Without requests time passes as well: a renewal is announced when it happens.
  const ticking = setInterval(() => {
    for (const account of accounts) letTimePass(account);
  }, TICK);
  ticking.unref();
  return {
    url,
    close: async () => {
      clearInterval(ticking);
      deliverer.close();
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      journal?.close();
    },
  };
}
