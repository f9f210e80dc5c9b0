import 'server-only';
import { notFound } from 'next/navigation';
import { auth, type User } from '../auth';
import { env } from '../env';

/** True for somebody on the list of CAMPAIGN_TEAM; addresses are proven by signing in. */
export const isTeam = (email: string): boolean => env().CAMPAIGN_TEAM.includes(email.toLowerCase());

/** The member of the team who asks. For anybody else there is no such page. */
export async function requireTeam(): Promise<User> {
  const user = await auth();
  return user && isTeam(user.email) ? user : notFound();
}
