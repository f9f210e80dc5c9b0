import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type ReceivedMail = Readonly<{ from: string; to: readonly string[]; source: string }>;

/** A mail server that keeps what it receives. */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    async onData(stream, session, done) {
      let source = '';
      for await (const chunk of stream) source += chunk;
      const { mailFrom, rcptTo } = session.envelope;
      received.push({
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map(({ address }) => address),
        source,
      });
      done();
    },
    ...options,
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo; // listening on TCP, so it is never a string
  return {
    port,
    received,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

/** The plain-text part of a mail, its transfer encoding undone. */
export function plainTextOf({ source }: ReceivedMail): string {
  const part = source.split(/^--.*$/m).find((each) => /^content-type: text\/plain/im.test(each)) ?? '';
  const body = part.slice(part.search(/\r?\n\r?\n/));
  return body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
