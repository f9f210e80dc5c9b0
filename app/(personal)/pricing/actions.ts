'use server';

import { redirect } from 'next/navigation';
import { auth, signInPath } from '@/lib/auth';
import { attributionOf } from '@/lib/campaigns/counting';
import { openPlanDoor } from '@/lib/pricing/change';
import { pricingPath, readChoice } from '@/lib/pricing/choice';

/**
 * Takes the customer to the portal's confirm page for the chosen plan. Fields: plan, interval, currency, promo.
 * Always ends in a redirect: the portal, sign-in (and back with the choice), or /pricing?refused=…
 */
export async function changePlan(form: FormData): Promise<void> {
  const choice = readChoice((name) => form.get(name));
  const { plan } = choice;
  if (!plan) redirect(pricingPath(choice, 'unknown-plan'));
  const user = await auth();
  if (!user) redirect(signInPath(pricingPath(choice)));
  const attribution = await attributionOf(user.id);
  const door = await openPlanDoor(user, { ...choice, plan, attribution });
  redirect('url' in door ? door.url : pricingPath(choice, door.refused));
}
