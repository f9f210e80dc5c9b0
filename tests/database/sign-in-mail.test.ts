import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userOfSession } from '@/lib/auth/session';
import { db } from '@/lib/db/client';
import { outbox } from '@/lib/db/schema';
import { mailServer, sendBySmtp } from '@/lib/mail/smtp';
import { plainTextOf, startMailServer } from '../rig/mail-server';
import { SignInVisitor } from '../rig/sign-in-visitor';

let server: Awaited<ReturnType<typeof startMailServer>>;

beforeAll(async () => {
  server = await startMailServer();
  delete process.env.SIDEDOOR_DEMO;
  delete process.env.SIDEDOOR_NOW;
  Object.assign(process.env, {
    SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    MAIL_FROM: 'Northwind <billing@example.com>',
  });
});
afterAll(() => server.close());

const anAddress = () => `person-${randomUUID()}@example.com`;

test('a sign-in link goes out by mail, and its button signs the person in', async () => {
  const email = anAddress();
  const visitor = new SignInVisitor();
  const asked = await visitor.begin('email', { email });
  expect(asked.location).toMatch(/\/verify-request\?/);
  const mail = server.received.find(({ to }) => to.includes(email));
  expect(mail?.from).toBe('billing@example.com');
  expect(mail?.to).toEqual([email]);
  expect(mail?.source).toMatch(/^From: Northwind <billing@example\.com>\r?$/m);
  expect(mail?.source).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
  const link = /^http:\S+$/m.exec(mail ? plainTextOf(mail) : '')?.[0] ?? '';
  expect(link).toMatch(/^http:\/\/localhost:3000\/sign-in\/confirm\?/);
  const answer = await visitor.ask('GET', `/api/auth/callback/email${new URL(link).search}`);
  expect(answer.location).toBe('http://localhost:3000/account');
  expect((await userOfSession(visitor.sessionToken ?? ''))?.email).toBe(email);
});

test('outside the demo no mail lands in its outbox', async () => {
  const email = anAddress();
  await new SignInVisitor().begin('email', { email });
  expect(await db().$count(outbox, eq(outbox.to, email))).toBe(0);
});

test('one address gets the mail, however it is written', async () => {
  const before = server.received.length;
  await new SignInVisitor().begin('email', { email: 'ada@example.com,grace@example.com' });
  await new SignInVisitor().begin('email', { email: 'ada@example.com\r\nBcc: grace@example.com' });
  expect(server.received.slice(before)).toEqual([]);
});

test('a mail server that takes nothing is told on the sign-in page, not as a link on its way', async () => {
  const refusing = await startMailServer({
    onRcptTo: (_address, _session, done) => done(new Error('no such mailbox')),
  });
  const letter = {
    to: anAddress(),
    subject: 'Sign in',
    lead: 'A <b>line</b>.',
    button: 'Sign in',
    link: 'https://app.example/?a=1&b=2',
    note: 'That is all.',
  };
  const sending = sendBySmtp(mailServer(`smtp://127.0.0.1:${refusing.port}`), 'app@example.com', letter);
  await expect(sending).rejects.toThrow(/no such mailbox/);
  await refusing.close();
});

test('off this machine a mail server without encryption is refused', () => {
  // looked at, not tried: nobody answers there
  expect(mailServer('smtp://mail.example.com').options).toMatchObject({ requireTLS: true });
  expect(mailServer('smtp://127.0.0.1:25').options).toMatchObject({ requireTLS: false });
});
