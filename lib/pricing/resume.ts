import 'server-only';
import type { ActResult } from '../account/billing-act';
import { freshState } from '../account/current';
import { openAccountDoor, orRefused } from '../account/door';
import { keepCurrentPlan, keepPlan } from '../account/mend';
import type { User } from '../auth';
import { currentSubscription } from '../billing/customer-state';

/** Takes back an end or a change that waits for the user's plan; a paused one is resumed in the portal. */
export function openResumeDoor(user: User): Promise<ActResult> {
  return orRefused('resume', async (): Promise<ActResult> => {
    const state = await freshState(user);
    const subscription = state && currentSubscription(state);
    if (subscription?.status === 'paused') return openAccountDoor(user, 'home');
    if (subscription?.upcoming) return { refused: await keepCurrentPlan(user) };
    return { refused: await keepPlan(user) };
  });
}
