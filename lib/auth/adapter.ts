import 'server-only';
import { and, eq } from 'drizzle-orm';
import type { Adapter, AdapterUser } from 'next-auth/adapters';
import { db } from '../db/client';
import { users, verificationTokens } from '../db/schema';

/** What next-auth needs of a database for magic links with JWT sessions: users and one-time tokens. */
export function databaseAdapter(): Adapter {
  return {
    async createUser({ email, emailVerified }: Pick<AdapterUser, 'email' | 'emailVerified'>) {
      const verified = { emailVerified: emailVerified ?? null };
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
    async getUserByAccount() {
      return null; // only providers other than e-mail have accounts
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
