import 'server-only';
import type { EmailConfig } from 'next-auth/providers/email';
import { COMPANY } from '../billing/catalogue';
import { env } from '../env';
import type { Letter } from '../mail/letter';
import { sendLetter } from '../mail/send';
import { addressOf } from './address';

const FIFTEEN_MINUTES = 15 * 60;

/**
 * The magic-link provider, written out: next-auth's own asks for an older mail library. The mail leads to a page with a
 * button, because mail scanners open links and opening next-auth's spends the token.
 */
export function emailProvider(): EmailConfig {
  return {
    id: 'email',
    type: 'email',
    name: 'Email',
    server: '', // unused: sendVerificationRequest sends
    from: '',
    maxAge: FIFTEEN_MINUTES,
    normalizeIdentifier,
    sendVerificationRequest: ({ identifier, url }) => sendLetter(signInLetter(identifier, confirmLink(url))),
    options: {},
  };
}

/** next-auth tells the person when this throws. */
function normalizeIdentifier(typed: string): string {
  const address = addressOf(typed);
  if (address === null) throw new Error('This is not an e-mail address.');
  return address;
}

/** The mail with a sign-in link. */
function signInLetter(to: string, link: string): Letter {
  return {
    to,
    subject: `Sign in to ${COMPANY.name}`,
    lead: `Somebody, we hope you, asked to sign in to ${COMPANY.name} with this address.`,
    button: 'Sign in',
    link,
    note: 'The link works once, within 15 minutes. If it was not you, do nothing: without the link nobody gets in.',
  };
}

/** The link to our confirm page with everything next-auth's own link carries (token, email, callbackUrl). */
function confirmLink(nextAuthUrl: string): string {
  const link = new URL('/sign-in/confirm', env().APP_URL);
  link.search = new URL(nextAuthUrl).search;
  return link.href;
}
