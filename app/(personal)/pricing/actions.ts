'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { billingAct } from '@/lib/account/billing-act';
import { auth, requireUser, signInPath } from '@/lib/auth';
import { attributionOf } from '@/lib/campaigns/counting';
import { openPlanDoor } from '@/lib/pricing/change';
import { pricingPath, readChoice } from '@/lib/pricing/choice';
import { openResumeDoor } from '@/lib/pricing/resume';

/**
 * Takes the customer to Stripe's page for the chosen plan: the portal's confirm page, or Checkout for a first one.
 * Fields: plan, interval, currency, promo. Always ends in a redirect: the portal, Checkout, sign-in
 * (and back with the choice), or /pricing?refused=…
 */
export async function changePlan(form: FormData): Promise<void> {
  const choice = readChoice((name) => form.get(name));
  const { plan } = choice;
  if (!plan) redirect(pricingPath(choice, 'unknown-plan'));
  const user = await auth();
  if (!user) redirect(signInPath(pricingPath(choice)));
  const attribution = await attributionOf(user.id);
  const door = await billingAct(user, 'change_plan', () =>
    openPlanDoor(user, { ...choice, plan, attribution }),
  );
  redirect('url' in door ? door.url : pricingPath(choice, door.refused));
}

/**
 * Takes back what was planned against the customer's own plan: an end, a change that waits. A paused one is resumed on
 * the portal's own page, the only door it has. Ends at the portal, or at the plans as they stand then.
 */
export async function resumePlan(): Promise<void> {
  const user = await requireUser('/pricing');
  const door = await billingAct(user, 'resume_plan', () => openResumeDoor(user));
  if ('url' in door) redirect(door.url);
  revalidatePath('/', 'layout');
  redirect(door.refused ? `/pricing?refused=${door.refused}` : '/pricing');
}
