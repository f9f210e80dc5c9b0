import 'server-only';
import type { EmailConfig } from 'next-auth/providers/email';
import { COMPANY } from '../billing/catalogue';
import { env } from '../env';
import { sendMail } from '../outbox';

const FIFTEEN_MINUTES = 15 * 60;

/**
 * The magic-link provider, written out: next-auth's own imports nodemailer. The mail leads to a page with a button,
 * because mail scanners open links and opening next-auth's spends the token.
 */
export function emailProvider(): EmailConfig {
  return {
    id: 'email',
    type: 'email',
    name: 'Email',
    server: '', // unused: sendVerificationRequest sends
    from: '',
    maxAge: FIFTEEN_MINUTES,
    sendVerificationRequest: ({ identifier, url }) =>
      sendMail({ to: identifier, subject: `Sign in to ${COMPANY.name}`, link: confirmLink(url) }),
    options: {},
  };
}

/** The link to our confirm page with everything next-auth's own link carries (token, email, callbackUrl). */
function confirmLink(nextAuthUrl: string): string {
  const link = new URL('/sign-in/confirm', env().APP_URL);
  link.search = new URL(nextAuthUrl).search;
  return link.href;
}
