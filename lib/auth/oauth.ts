import 'server-only';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { env } from '../env';

/** Where GitHub and Google answer; a test has stand-ins of its own. */
export type Places = Readonly<{ github: string; githubApi: string; google: string }>;

const PLACES: Places = {
  github: 'https://github.com',
  githubApi: 'https://api.github.com',
  google: 'https://accounts.google.com',
};

type Claims = Readonly<Record<string, unknown>>;

/** A way to sign in besides the mailed link, for the sign-in page. */
export type OtherSignIn = Readonly<{ id: 'github' | 'google'; name: string }>;

/** The other ways to sign in whose keys are set. */
export function otherSignIns(): readonly OtherSignIn[] {
  const { GITHUB_ID, GOOGLE_CLIENT_ID } = env();
  return [
    ...(GITHUB_ID ? [{ id: 'github' as const, name: 'GitHub' }] : []),
    ...(GOOGLE_CLIENT_ID ? [{ id: 'google' as const, name: 'Google' }] : []),
  ];
}

/** The providers whose keys are set, for next-auth. */
export function oauthProviders(places: Places = PLACES): OAuthConfig<Claims>[] {
  const { GITHUB_ID, GITHUB_SECRET, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = env();
  return [
    ...(GITHUB_ID && GITHUB_SECRET ? [github(GITHUB_ID, GITHUB_SECRET, places)] : []),
    ...(GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET
      ? [google(GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, places)]
      : []),
  ];
}

// Linking by e-mail is dangerous with addresses that nobody has verified. Here an unverified one is none at all, and
// the signIn callback refuses a person without one; an address of ours was proven by a mailed link.
const COMMON = { type: 'oauth', allowDangerousEmailAccountLinking: true } as const;

function github(clientId: string, clientSecret: string, places: Places): OAuthConfig<Claims> {
  const ask = async (path: string, token: string | undefined): Promise<unknown> => {
    const answer = await fetch(`${places.githubApi}${path}`, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
      signal: AbortSignal.timeout(6_000),
    });
    if (!answer.ok) throw new Error(`GitHub answered ${answer.status} to ${path}`);
    return answer.json();
  };
  return {
    ...COMMON,
    id: 'github',
    name: 'GitHub',
    clientId,
    clientSecret,
    // RFC 9207: GitHub names itself in the answer, and the name is checked
    issuer: `${places.github}/login/oauth`,
    authorization: {
      url: `${places.github}/login/oauth/authorize`,
      params: { scope: 'read:user user:email' },
    },
    token: `${places.github}/login/oauth/access_token`,
    checks: ['state', 'pkce'],
    userinfo: {
      async request({ tokens }) {
        const token = tokens.access_token;
        const [user, emails] = await Promise.all([ask('/user', token), ask('/user/emails', token)]);
        // the profile's own e-mail says nothing of whether it is verified; the list does
        return { sub: String(Object(user).id), email: primaryOf(emails) };
      },
    },
    profile: ({ sub, email }) => ({ id: String(sub), email: typeof email === 'string' ? email : null }),
  };
}

function google(clientId: string, clientSecret: string, places: Places): OAuthConfig<Claims> {
  return {
    ...COMMON,
    id: 'google',
    name: 'Google',
    clientId,
    clientSecret,
    wellKnown: `${places.google}/.well-known/openid-configuration`,
    authorization: { params: { scope: 'openid email', prompt: 'select_account' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    profile: ({ sub, email, email_verified }) => ({
      id: String(sub),
      email: email_verified === true && typeof email === 'string' ? email : null,
    }),
  };
}

function primaryOf(emails: unknown): string | undefined {
  if (!Array.isArray(emails)) return undefined;
  const primary = emails.find((each) => each?.primary === true && each.verified === true);
  return typeof primary?.email === 'string' ? primary.email : undefined;
}
