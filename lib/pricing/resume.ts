import 'server-only';
import { freshState } from '../account/current';
import { openAccountDoor } from '../account/door';
import { keepCurrentPlan, keepPlan } from '../account/mend';
import type { User } from '../auth';
import { currentSubscription } from '../billing/customer-state';
import type { Refusal } from '../billing/refusal';

/** Where resuming a plan led: a portal URL to redirect to (a credential), or done when nothing was refused. */
export type Resumed = Readonly<{ url: string } | { refused: Refusal | null }>;

/** Takes back an end or a change that waits for the user's plan; a paused one is resumed in the portal. */
export async function openResumeDoor(user: User): Promise<Resumed> {
  const state = await freshState(user);
  const subscription = state && currentSubscription(state);
  if (subscription?.status === 'paused') return openAccountDoor(user, 'home');
  if (subscription?.upcoming) return { refused: await keepCurrentPlan(user) };
  return { refused: await keepPlan(user) };
}
