import 'server-only';
import { env } from '../env';
import { outboxIsOpen, putIntoOutbox } from '../outbox';
import { processWide } from '../process-wide';
import type { Letter } from './letter';
import { mailServer, sendBySmtp } from './smtp';

/** Whether mails can be sent at all: by SMTP, or in the demo into its outbox. */
export const canSendMail = (): boolean => outboxIsOpen() || env().SMTP_URL !== undefined;

/** Sends a letter: into the outbox in demo mode, else by SMTP_URL. Throws when it was not taken. */
export async function sendLetter(letter: Letter): Promise<void> {
  if (outboxIsOpen()) return putIntoOutbox(letter);
  const { SMTP_URL, MAIL_FROM } = env();
  if (SMTP_URL === undefined || MAIL_FROM === undefined) throw new NoMailServerError(letter.subject);
  const server = processWide('mail-server', () => mailServer(SMTP_URL));
  await sendBySmtp(server, MAIL_FROM, letter);
}

export class NoMailServerError extends Error {
  override name = 'NoMailServerError';
  constructor(subject: string) {
    super(
      `The mail "${subject}" was not sent: no mail server is set. Set SMTP_URL and MAIL_FROM, ` +
        'or run "npm run demo", which shows its mails at /outbox.',
    );
  }
}
