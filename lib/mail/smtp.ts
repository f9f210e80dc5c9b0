import { createTransport, type Transporter } from 'nodemailer';
import { htmlOf, type Letter, textOf } from './letter';

// a person waits for the answer: a mail server that is slower than this is one that does not answer
const CONNECT_MS = 5_000;
const SILENCE_MS = 10_000;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The mail server at `url` (smtp:// or smtps://). Off this machine the connection is always encrypted: `smtp://` begins
 * in the clear and goes on only by STARTTLS, because a sign-in link is a credential.
 */
export function mailServer(url: string): Transporter {
  return createTransport({
    url,
    requireTLS: !LOOPBACK.test(new URL(url).hostname),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  });
}

/** Hands a letter to the mail server; throws when it does not take it. `from` is an address, with or without a name. */
export async function sendBySmtp(server: Transporter, from: string, letter: Letter): Promise<void> {
  await server.sendMail({
    from,
    // an object, never a text: a comma within would make two addresses of it
    to: { name: '', address: letter.to },
    subject: letter.subject,
    text: textOf(letter),
    html: htmlOf(letter),
    // answers of machines, such as notes of absence, would go to the sender
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
