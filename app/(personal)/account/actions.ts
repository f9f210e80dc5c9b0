'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { billingAct } from '@/lib/account/billing-act';
import { type AccountDoor, openAccountDoor } from '@/lib/account/door';
import { keepCurrentPlan, keepPlan, type Mended, payOpenInvoice } from '@/lib/account/mend';
import type { AuditAct } from '@/lib/audit/acts';
import { endThisSession, requireUser, type User } from '@/lib/auth';
import { attributionOf } from '@/lib/campaigns/counting';

/** Opens the portal's own front page. */
export async function openPortalHome(): Promise<void> {
  await open('home');
}

/** Opens the portal's form for a new card. */
export async function updatePaymentMethod(): Promise<void> {
  await open('payment_method_update');
}

/** Opens the portal's page that ends the plan. */
export async function cancelSubscription(): Promise<void> {
  await open('subscription_cancel');
}

/** Opens the portal's list of plans. */
export async function updateSubscription(): Promise<void> {
  await open('subscription_update');
}

/** Opens the portal's page that pauses the plan. */
export async function pauseSubscription(): Promise<void> {
  await open('subscription_pause');
}

/** Opens the portal's form for name, address and the like. */
export async function updateBillingInformation(): Promise<void> {
  await open('customer_update');
}

/** Takes back a cancellation that has not come true. */
export async function renewSubscription(): Promise<void> {
  await mend('keep_plan', keepPlan);
}

/** Takes back a change that waits for the period's end. */
export async function cancelScheduledUpdate(): Promise<void> {
  await mend('keep_current_plan', keepCurrentPlan);
}

/** Charges the plan's open invoice. Field: seen, the amount that the button named. */
export async function payInvoice(form: FormData): Promise<void> {
  await mend('pay_open_invoice', (user) => payOpenInvoice(user, form.get('seen')));
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await endThisSession();
  redirect('/');
}

async function open(kind: AccountDoor): Promise<never> {
  const user = await requireUser('/account');
  // as by the pricing page's buttons: a campaign is told of a plan that was changed, and of nothing else
  const attribution = kind === 'subscription_update' ? await attributionOf(user.id) : null;
  const door = await billingAct(user, kind, () => openAccountDoor(user, kind, attribution));
  redirect('url' in door ? door.url : `/account?refused=${door.refused}`);
}

/** Ends at the account page, which shows how things stand now, or why nothing was done. */
async function mend(act: AuditAct, work: (user: User) => Promise<Mended>): Promise<never> {
  const user = await requireUser('/account');
  const result = await billingAct(user, act, async () => ({ refused: await work(user) }));
  revalidatePath('/', 'layout'); // the banner above every page may have to go
  redirect(result.refused ? `/account?refused=${result.refused}` : '/account');
}
