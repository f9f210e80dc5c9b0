// npm run events -- list | retry [evt_…] | replay [--since 2026-11-20]
// The inbox of webhook events of the key's mode (test or live): what waits or was given up, another try, and what was never delivered.

import { and, eq, inArray, sql } from 'drizzle-orm';
import { db } from '../../lib/db/client';
import { inbox } from '../../lib/db/schema';
import { livemode } from '../../lib/env';
import { receiveEvent } from '../../lib/inbox/receive';
import { workOffInbox } from '../../lib/inbox/work';
import { stripe } from '../../lib/stripe/client';
import { WEBHOOK_EVENTS } from '../../lib/stripe/event';

const HELP = `Usage: npm run events -- COMMAND

  list                  what waits for another try, and what was given up, with the reason
  retry [evt_…]         tries all of them again now, or the one
  replay [--since DAY]  asks Stripe for its events since a day (2026-11-20; default: 3 days ago) and takes up what is missing`;

const DAY_SECONDS = 24 * 60 * 60;

async function list(): Promise<void> {
  const rows = await db()
    .select()
    .from(inbox)
    .where(and(inArray(inbox.status, ['pending', 'dead']), eq(inbox.livemode, livemode())))
    .orderBy(inbox.receivedAt);
  if (rows.length === 0) return console.log('Nothing waits and nothing was given up.');
  for (const { id, type, status, attempts, dueAt, error } of rows) {
    const when = status === 'dead' ? 'given up' : `due ${dueAt.toISOString()}`;
    console.log(`${id}  ${type}  ${when}, ${attempts} attempts${error ? `\n    ${error}` : ''}`);
  }
}

async function retry(id: string | undefined): Promise<void> {
  const unfinished = and(inArray(inbox.status, ['pending', 'dead']), eq(inbox.livemode, livemode()));
  const which = id === undefined ? unfinished : and(eq(inbox.id, id), eq(inbox.livemode, livemode()));
  const rows = await db()
    .update(inbox)
    .set({ status: 'pending', attempts: 0, dueAt: sql`now()` })
    .where(which)
    .returning({ id: inbox.id });
  if (id !== undefined && rows.length === 0)
    throw new Error(`The inbox has no event ${id}. "npm run events -- list" shows what it has.`);
  await workOffInbox();
  const left = await db().select({ id: inbox.id }).from(inbox).where(unfinished);
  console.log(`${rows.length} tried again, ${left.length} still to do.`);
}

async function replay(since: string | undefined): Promise<void> {
  const from = since === undefined ? Date.now() / 1000 - 3 * DAY_SECONDS : Date.parse(since) / 1000;
  if (Number.isNaN(from)) throw new Error(`--since takes a day such as 2026-11-20, got "${since}".`);
  let [seen, taken] = [0, 0];
  for (let at = 0; at < WEBHOOK_EVENTS.length; at += 20) {
    const types = WEBHOOK_EVENTS.slice(at, at + 20); // Stripe takes 20 at once
    for await (const event of stripe().events.list({
      types,
      created: { gte: Math.floor(from) },
      limit: 100,
    })) {
      seen += 1;
      if (await receiveEvent(event)) taken += 1;
    }
  }
  await workOffInbox();
  console.log(
    `${seen} events at Stripe, ${taken} about our customers and prices; what was new is worked off.`,
  );
}

async function main(): Promise<void> {
  const [command, ...args] = process.argv.slice(2);
  if (command === 'list') return list();
  if (command === 'retry') return retry(args[0]);
  if (command === 'replay') return replay(args[0] === '--since' ? args[1] : undefined);
  console.log(HELP);
  process.exitCode = command === undefined || command === 'help' || command === '--help' ? 0 : 1;
}

main()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(() => process.exit());
