import 'server-only';
import { and, eq, gt, ne, sql } from 'drizzle-orm';
import type { User } from '../auth';
import { COMPANY } from '../billing/catalogue';
import { db, type Transaction, waitingDb } from '../db/client';
import { customers, emailChanges, users } from '../db/schema';
import { env, livemode } from '../env';
import { log } from '../log';
import { sendLetter } from '../mail/send';
import { stripe } from '../stripe/client';
import { isMissing, isStripeError } from '../stripe/errors';
import { addressOf } from './address';
import { hashOf, newToken } from './token';

const LASTS = sql`interval '1 hour'`;
const PAUSE = sql`interval '1 minute'`;

/** Why no mail was sent, or that one was. */
export type ChangeAsked = 'sent' | 'not-an-address' | 'same' | 'too-soon';
/** What became of a confirmation. */
export type ChangeConfirmed = 'changed' | 'gone' | 'taken' | 'stripe-down';

/**
 * Sends a link to the address that a person wants to sign in with from now on. Nothing changes before it is confirmed;
 * a second wish takes the place of the first. Whether somebody else has the address is not told here: it would tell
 * anybody who our customers are.
 */
export async function askForEmailChange(user: User, wanted: string): Promise<ChangeAsked> {
  const email = addressOf(wanted);
  if (email === null) return 'not-an-address';
  if (email === user.email) return 'same';
  const token = newToken();
  const row = { email, tokenHash: hashOf(token), expires: sql`now() + ${LASTS}` };
  const [asked] = await db()
    .insert(emailChanges)
    .values({ userId: user.id, ...row })
    .onConflictDoUpdate({
      target: emailChanges.userId,
      set: row,
      // one mail a minute: the address is anybody's until it is confirmed
      setWhere: sql`${emailChanges.expires} < now() + ${LASTS} - ${PAUSE}`,
    })
    .returning({ userId: emailChanges.userId });
  if (!asked) return 'too-soon';
  await sendLetter({
    to: email,
    subject: `Confirm your new address for ${COMPANY.name}`,
    lead: `Somebody, we hope you, wants to sign in to ${COMPANY.name} with this address from now on.`,
    button: 'Confirm this address',
    link: `${env().APP_URL}/account/email/confirm?${new URLSearchParams({ token })}`,
    note: 'The link works within an hour, where you are signed in. If it was not you, do nothing: nothing changes.',
  });
  return 'sent';
}

/** The address that a link would confirm for this person, or null when it is not theirs, or no longer good. */
export async function wantedEmail(user: User, token: string): Promise<string | null> {
  const [row] = await db().select({ email: emailChanges.email }).from(emailChanges).where(open(user, token));
  return row?.email ?? null;
}

/**
 * Makes the confirmed address the one a person signs in with. The Stripe customer stays the same and gets the address
 * too; when Stripe does not take it, nothing changes and the link stays good.
 */
export async function confirmEmailChange(user: User, token: string): Promise<ChangeConfirmed> {
  const outcome = await changeUnlessStripeFails(user, token);
  if (outcome === 'changed') await tellOldAddress(user);
  return outcome;
}

async function changeUnlessStripeFails(user: User, token: string): Promise<ChangeConfirmed> {
  try {
    return await change(user, token);
  } catch (error) {
    if (!isStripeError(error)) throw error;
    log.error('auth.address-not-changed', { user: user.id, error });
    return 'stripe-down';
  }
}

function change(user: User, token: string): Promise<ChangeConfirmed> {
  return waitingDb().transaction(async (tx) => {
    const [wanted] = await tx.delete(emailChanges).where(open(user, token)).returning();
    if (!wanted) return 'gone';
    const [other] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.email, wanted.email), ne(users.id, user.id)));
    if (other) return 'taken';
    await tx
      .update(users)
      .set({ email: wanted.email, emailVerified: sql`now()` })
      .where(eq(users.id, user.id));
    await tellStripe(tx, user, wanted.email); // last: a failure takes back everything before it
    return 'changed';
  });
}

const open = (user: User, token: string) =>
  and(
    eq(emailChanges.userId, user.id),
    eq(emailChanges.tokenHash, hashOf(token)),
    gt(emailChanges.expires, sql`now()`),
  );

async function tellStripe(tx: Transaction, user: User, email: string): Promise<void> {
  const [customer] = await tx
    .select({ id: customers.stripeCustomerId })
    .from(customers)
    .where(
      and(
        eq(customers.userId, user.id),
        eq(customers.livemode, livemode()),
        eq(customers.deletedAtStripe, false),
      ),
    );
  if (!customer) return;
  try {
    await stripe().customers.update(customer.id, { email });
  } catch (error) {
    // deleted there, and not yet known here: there is nobody to tell
    if (!isMissing(error)) throw error;
  }
}

/** So that somebody whose session was stolen hears of it. The change stands, whatever becomes of this mail. */
async function tellOldAddress(user: User): Promise<void> {
  try {
    await sendLetter({
      to: user.email,
      subject: `Your address for ${COMPANY.name} was changed`,
      lead: `You now sign in to ${COMPANY.name} with another address; this one no longer opens your account.`,
      button: 'See your account',
      link: `${env().APP_URL}/account`,
      note: 'If it was not you, answer the mail of your last receipt at once: that reaches a person.',
    });
  } catch (error) {
    log.warn('auth.old-address-not-told', { user: user.id, error });
  }
}
