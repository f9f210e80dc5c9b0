'use server';

import { redirect } from 'next/navigation';
import { recordAct } from '@/lib/audit/record';
import { endEverySession, requireUser } from '@/lib/auth';
import { askForEmailChange, confirmEmailChange } from '@/lib/auth/email-change';
import { endSessions } from '@/lib/auth/session';
import { readSessionToken } from '@/lib/auth/session-cookie';

/** Signs the person out in every browser, this one included. */
export async function signOutEverywhere(): Promise<void> {
  const user = await requireUser('/account');
  await endEverySession(user);
  await recordAct(user.id, 'sign_out_everywhere', 'done');
  redirect('/sign-in?everywhere=1');
}

/** Sends a link to the address that the form names; nothing changes before it is confirmed. */
export async function askForNewEmail(form: FormData): Promise<void> {
  const user = await requireUser('/account/email');
  const email = String(form.get('email') ?? '');
  const asked = await askForEmailChange(user, email);
  const search = new URLSearchParams({ asked });
  if (asked === 'not-an-address') search.set('email', email.slice(0, 254)); // kept, to be mended
  redirect(`/account/email?${search}`);
}

/** Makes the address that was confirmed by its link the person's own, and signs every other browser out. */
export async function confirmNewEmail(form: FormData): Promise<void> {
  const user = await requireUser('/account/email');
  const outcome = await confirmEmailChange(user, String(form.get('token') ?? ''));
  if (outcome === 'changed') await endSessions(user.id, await readSessionToken());
  await recordAct(user.id, 'change_email', outcome === 'changed' ? 'done' : outcome);
  redirect(`/account/email?${new URLSearchParams({ asked: outcome })}`);
}
