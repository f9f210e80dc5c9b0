import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { readStatements, type Statement } from './postgres-messages';

type Trap = Readonly<{ statement: string; done: RegExp | null; reached: () => void }>;

/** A way to Postgres on which one statement can be caught. */
export type PostgresProxy = Readonly<{
  /** The database's address through the proxy. */
  url: string;
  /**
   * Catches the next statement whose text holds `statement`, once, and holds its connection still. `before`: Postgres
   * never hears of it. `after`: it is done, and the app does not hear of it. Settles when it is caught.
   */
  catchStatement(statement: string, when: 'before' | 'after'): Promise<void>;
  /** Every statement so far. */
  statements: readonly Statement[];
  stop(): Promise<void>;
}>;

/** Postgres tells what it has done in these words (CommandComplete). */
const DONE = /(INSERT 0 \d+|(UPDATE|DELETE|SELECT) \d+|COMMIT)\0/;

/** Starts a proxy to the database at `databaseUrl`. */
export async function startPostgresProxy(databaseUrl: string): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const statements: Statement[] = [];
  let trap: Trap | null = null;

  function carry(app: Socket): void {
    const postgres = connect(Number(target.port), target.hostname);
    let caught: Trap | null = null;
    let held = false;
    for (const [socket, other] of [
      [app, postgres],
      [postgres, app],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    const read = readStatements((statement) => statements.push(statement));
    app.on('data', (chunk) => {
      if (held) return;
      read(chunk);
      if (trap && chunk.toString('latin1').includes(trap.statement)) {
        [caught, trap] = [trap, null];
        if (caught.done === null) {
          held = true;
          return caught.reached();
        }
      }
      postgres.write(chunk);
    });
    postgres.on('data', (chunk) => {
      if (held) return;
      if (caught?.done?.test(chunk.toString('latin1'))) {
        held = true;
        return caught.reached();
      }
      app.write(chunk);
    });
  }

  const server = createServer(carry);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(databaseUrl);
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    statements,
    catchStatement: (statement, when) =>
      new Promise((reached) => {
        trap = { statement, done: when === 'after' ? DONE : null, reached };
      }),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
