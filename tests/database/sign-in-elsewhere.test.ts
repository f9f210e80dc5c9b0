import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userOfSession } from '@/lib/auth/session';
import { db } from '@/lib/db/client';
import { accounts, users } from '@/lib/db/schema';
import { type Stranger, startIdentityProvider } from '../rig/identity-provider';
import { SignInVisitor } from '../rig/sign-in-visitor';
import { aUser } from './given';

const CLIENT = { id: 'the-app', secret: 'only-for-tests' };
Object.assign(process.env, {
  GITHUB_ID: CLIENT.id,
  GITHUB_SECRET: CLIENT.secret,
  GOOGLE_CLIENT_ID: CLIENT.id,
  GOOGLE_CLIENT_SECRET: CLIENT.secret,
});

let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
beforeAll(async () => {
  provider = await startIdentityProvider(CLIENT);
});
afterAll(() => provider.close());

const aStranger = (changes: Partial<Stranger> = {}): Stranger => ({
  id: randomUUID(),
  email: `person-${randomUUID()}@example.com`,
  verified: true,
  ...changes,
});

/** Signs in as this stranger and tells where that ends. */
async function signIn(by: string, stranger: Stranger, visitor = new SignInVisitor(provider.places)) {
  const { location } = await visitor.begin(by);
  const answer = await visitor.ask('GET', provider.agree(stranger, location));
  const { sessionToken } = visitor;
  return {
    visitor,
    location: answer.location,
    user: sessionToken === undefined ? null : await userOfSession(sessionToken),
  };
}

test.each(['github', 'google'])('a newcomer from %s is signed in with their verified address', async (by) => {
  const stranger = aStranger();
  const { user, location } = await signIn(by, stranger);
  expect(location).toBe('http://localhost:3000/account');
  expect(user?.email).toBe(stranger.email);
});

test.each(['github', 'google'])(
  'somebody known by mail is the same person when they come from %s',
  async (by) => {
    const known = await aUser();
    const { user } = await signIn(by, aStranger({ email: known.email.toUpperCase() }));
    expect(user).toEqual(known);
  },
);

test.each(['github', 'google'])('an address that %s has not verified opens nobody’s account', async (by) => {
  const known = await aUser();
  const { user, location } = await signIn(by, aStranger({ email: known.email, verified: false }));
  expect(user).toBeNull();
  expect(location).toBe('http://localhost:3000/sign-in/error?error=EmailNotVerified');
  expect(await db().select().from(accounts).where(eq(accounts.userId, known.id))).toEqual([]);
});

test('a newcomer without a verified address becomes nobody', async () => {
  const stranger = aStranger({ verified: false });
  await signIn('google', stranger);
  expect(await db().select().from(users).where(eq(users.email, stranger.email))).toEqual([]);
});

test('somebody who has changed their address elsewhere is still the same person here', async () => {
  const first = await signIn('google', aStranger({ id: 'google-of-ada' }));
  const second = await signIn('google', aStranger({ id: 'google-of-ada' }));
  expect(second.user).toEqual(first.user);
});

test('coming from elsewhere while signed in does not join two people', async () => {
  const visitor = new SignInVisitor(provider.places);
  const ada = (await signIn('github', aStranger(), visitor)).user;
  const grace = aStranger();
  const { user } = await signIn('google', grace, visitor);
  expect(user?.email).toBe(grace.email);
  expect(user?.id).not.toBe(ada?.id);
});

test('an answer that nobody here has asked for signs nobody in', async () => {
  const asking = new SignInVisitor(provider.places);
  const { location } = await asking.begin('google');
  const victim = new SignInVisitor(provider.places);
  await victim.begin('google');
  const answer = await victim.ask('GET', provider.agree(aStranger(), location));
  expect(answer.location).toMatch(/error=OAuthCallback$/);
  expect(victim.sessionToken).toBeUndefined();
});

test('who says no there is told so', async () => {
  const visitor = new SignInVisitor(provider.places);
  await visitor.begin('google');
  const answer = await visitor.ask('GET', '/api/auth/callback/google?error=access_denied');
  expect(answer.location).toMatch(/\?error=Callback$/);
});
