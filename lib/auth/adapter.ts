import 'server-only';
import { and, eq } from 'drizzle-orm';
import type { Adapter, AdapterAccount, AdapterUser } from 'next-auth/adapters';
import { db } from '../db/client';
import { accounts, users, verificationTokens } from '../db/schema';
import { endSession, openSession } from './session';

/** What next-auth needs of a database: users, who they are elsewhere, sessions and one-time tokens. */
export function databaseAdapter(): Adapter {
  return {
    async createUser({ email, emailVerified }: Pick<AdapterUser, 'email' | 'emailVerified'>) {
      // an address comes here proven: by the mailed link, or verified at the provider (lib/auth/oauth.ts)
      const verified = { emailVerified: emailVerified ?? new Date() };
      const [user] = await db()
        .insert(users)
        .values({ email: email.toLowerCase(), ...verified })
        // two links of one newcomer opened at once: the second finds the first one's user
        .onConflictDoUpdate({ target: users.email, set: verified })
        .returning();
      return known(user, 'createUser returned no row');
    },
    async getUser(id) {
      const [user] = await db().select().from(users).where(eq(users.id, id));
      return user ?? null;
    },
    async getUserByEmail(email) {
      const [user] = await db().select().from(users).where(eq(users.email, email.toLowerCase()));
      return user ?? null;
    },
    async getUserByAccount({ provider, providerAccountId }) {
      const [row] = await db()
        .select({ user: users })
        .from(accounts)
        .innerJoin(users, eq(users.id, accounts.userId))
        .where(and(eq(accounts.provider, provider), eq(accounts.providerAccountId, providerAccountId)));
      return row?.user ?? null;
    },
    async linkAccount({ provider, providerAccountId, userId }: AdapterAccount) {
      // two first sign-ins at once link the same account twice
      await db().insert(accounts).values({ provider, providerAccountId, userId }).onConflictDoNothing();
    },
    async createSession({ sessionToken, userId, expires }) {
      await openSession(sessionToken, userId, expires);
      return { sessionToken, userId, expires };
    },
    async getSessionAndUser() {
      // Signing in begins as nobody: else next-auth would link whoever comes from GitHub or Google to the person who
      // happens to be signed in. The app itself asks lib/auth.ts.
      return null;
    },
    async updateSession() {
      return null;
    },
    async deleteSession(token) {
      await endSession(token);
    },
    async updateUser({ id, emailVerified }) {
      const [user] = await db().update(users).set({ emailVerified }).where(eq(users.id, id)).returning();
      return known(user, `No user ${id} to update. Was the database reset? Sign in again.`);
    },
    async createVerificationToken(token) {
      await db().insert(verificationTokens).values(token);
      return token;
    },
    async useVerificationToken({ identifier, token }) {
      // deleting is what spends it: of two requests with one link, one gets the row
      const [spent] = await db()
        .delete(verificationTokens)
        .where(and(eq(verificationTokens.identifier, identifier), eq(verificationTokens.token, token)))
        .returning();
      return spent ?? null;
    },
  };
}

function known<T>(row: T | undefined, problem: string): T {
  if (row === undefined) throw new Error(problem);
  return row;
}
