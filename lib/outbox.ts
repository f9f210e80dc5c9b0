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

/** Sends a mail: into the outbox in demo mode; outside it throws until a mail service is connected here. */
export async function sendMail(mail: Omit<Mail, 'sentAt'>): Promise<void> {
  if (!outboxIsOpen()) throw new NoMailServiceError(mail.subject);
  await db()
    .insert(outbox)
    .values({ ...mail, sentAt: now() });
}

export class NoMailServiceError extends Error {
  override name = 'NoMailServiceError';
  constructor(subject: string) {
    super(
      `The mail "${subject}" was not sent: no mail service is connected. Call yours in sendMail (lib/outbox.ts), ` +
        'or set SIDEDOOR_DEMO=1 with a local Stripe to read mails at /outbox.',
    );
  }
}
