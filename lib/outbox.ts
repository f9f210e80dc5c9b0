import 'server-only';
import { desc } from 'drizzle-orm';
import { now } from './clock';
import { db } from './db/client';
import { outbox } from './db/schema';
import { env } from './env';

/** `sentAt` is Unix seconds. */
export type Mail = Readonly<{ to: string; subject: string; sentAt: number; link: string }>;

const NEWEST = 50;

/** True in demo mode, the only mode with an outbox page. */
export function outboxIsOpen(): boolean {
  return env().SIDEDOOR_DEMO;
}

/** The demo's newest mails, newest first. Throws outside the demo: the mails contain sign-in links. */
export async function listMails(): Promise<readonly Mail[]> {
  if (!outboxIsOpen()) throw new Error('The outbox exists only in demo mode (SIDEDOOR_DEMO=1).');
  return db()
    .select({ to: outbox.to, subject: outbox.subject, sentAt: outbox.sentAt, link: outbox.link })
    .from(outbox)
    .orderBy(desc(outbox.id))
    .limit(NEWEST);
}

/** Keeps a mail for the outbox page instead of sending it. Throws outside the demo. */
export async function putIntoOutbox({ to, subject, link }: Omit<Mail, 'sentAt'>): Promise<void> {
  if (!outboxIsOpen()) throw new Error('The outbox exists only in demo mode (SIDEDOOR_DEMO=1).');
  await db().insert(outbox).values({ to, subject, link, sentAt: now() });
}
