import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Accounts } from './accounts';
import { letTimePass } from './billing/time';
import { type Clock, systemClock } from './clock';
import { Journal } from './durable/journal';
import { type Ids, randomIds } from './ids';
import { createStripeServer } from './server';
import { Deliverer } from './webhooks/deliver';
import { forgetOldEvents } from './webhooks/old-events';

/** Milliseconds between two looks at what came due. */
const TICK = 10_000;

export type Options = Readonly<{
  /** 0 takes any free port. */
  port?: number;
  /** The folder that the state is kept in; without one it is gone with the process. */
  data?: string;
  clock?: Clock;
  ids?: Ids;
  /** Takes a line for each request and delivery. */
  log?: (line: string) => void;
  /** Takes what somebody should know, such as a damaged journal; without it, `log` does. */
  warn?: (line: string) => void;
}>;

export type LocalStripe = Readonly<{ url: string; close(): Promise<void> }>;

/** Starts the local Stripe on the loopback interface. Throws when the port or the data folder is taken. */
export async function startLocalStripe(options: Options = {}): Promise<LocalStripe> {
  const { port = 0, data, clock = systemClock, ids = randomIds(), log = () => {} } = options;
  const { warn = log } = options;
  let [url, journal]: [string, Journal | undefined] = ['', undefined];
  const deliverer = new Deliverer(log);
  const accounts = new Accounts(() => url, ids, clock, {
    happening: (account, events) => deliverer.prepare(account, events),
    written: data === undefined ? undefined : (account, writes) => journal?.append(account.id, writes),
    happened: (account, writes) => deliverer.follow(account, writes),
    failed: (account, what, error) =>
      warn(`${account.id}: ${what} failed and is left out. ${error instanceof Error ? error.stack : error}`),
  });
  const server = createStripeServer(accounts, deliverer, log);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo; // a listening TCP server has one
  url = `http://127.0.0.1:${bound}`;
  if (data !== undefined) {
    try {
      journal = Journal.open(data, ({ account, writes }) => accounts.load(account, writes), warn);
    } catch (error) {
      server.close();
      throw error;
    }
    for (const account of accounts) {
      forgetOldEvents(account);
      deliverer.resume(account);
    }
  }
  // Without requests time passes as well: a renewal is announced when it happens.
  const ticking = setInterval(() => {
    for (const account of accounts) {
      letTimePass(account);
      forgetOldEvents(account);
    }
    if (journal?.isDue(accounts.records))
      journal.compact(accounts.snapshot()).catch((error) => warn(`The journal was not compacted: ${error}`));
  }, TICK);
  ticking.unref();
  return {
    url,
    close: async () => {
      clearInterval(ticking);
      deliverer.close();
      server.close();
      server.closeAllConnections();
      journal?.close();
    },
  };
}
