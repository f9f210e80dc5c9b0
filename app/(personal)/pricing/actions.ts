'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { billingAct } from '@/lib/account/billing-act';
import { auth, requireUser, signInPath } from '@/lib/auth';
import { catalogPlan } from '@/lib/billing/catalogue';
import { chosenQuantity } from '@/lib/billing/quantity';
import type { Refusal } from '@/lib/billing/refusal';
import { attributionOf } from '@/lib/campaigns/counting';
import { openPlanDoor } from '@/lib/pricing/change';
import { type Choice, pricingPath, readChoice } from '@/lib/pricing/choice';
import { openResumeDoor } from '@/lib/pricing/resume';

/**
 * Takes the customer to Stripe's page for the chosen plan: the portal's confirm page, or Checkout for a first one.
 * Fields: plan, interval, currency, promo, quantity, reduced. Always ends in a redirect: the portal, Checkout, sign-in
 * (and back with the choice), or /pricing?refused=…
 */
export async function changePlan(form: FormData): Promise<void> {
  const choice = readChoice((name) => form.get(name));
  const { plan } = choice;
  if (!plan) redirect(pricingPath(choice, 'unknown-plan'));
  const user = await auth();
  if (!user) {
    const { problem } = chosenQuantity(catalogPlan(plan), null, choice.quantity);
    redirect(
      problem === null ? signInPath(pricingPath(choice)) : refusedPath(choice, 'quantity-not-offered'),
    );
  }
  const attribution = await attributionOf(user.id);
  const door = await billingAct(user, 'change_plan', () =>
    openPlanDoor(user, { ...choice, plan, attribution, reduced: form.has('reduced') }),
  );
  redirect('url' in door ? door.url : refusedPath(choice, door.refused));
}

/** The page with the reason: at the plan itself where it stands beside the plan's field. */
const refusedPath = (choice: Choice, refused: Refusal): string =>
  `${pricingPath(choice, refused)}${refused === 'quantity-not-offered' ? `#${choice.plan}` : ''}`;

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
