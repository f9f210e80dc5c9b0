import 'server-only';
import { auth } from '../auth';
import { type CustomerState, currentSubscription } from '../billing/customer-state';
import { now } from '../clock';
import { NoSuchCustomerError, StripeUnavailableError } from '../stripe/errors';
import { storedState } from './current';
import { openAmount } from './page-view';
import { statusOf } from './status';

/** What every page says to somebody whose payment failed; `openAmount` is what can be paid at once. */
export type Banner = Readonly<{ title: string; message: string; openAmount: string | null }>;

/** The banner for who is looking, from what the last sync stored; null when nothing is wrong with paying. */
export async function getBanner(): Promise<Banner | null> {
  const state = await knownState();
  const subscription = state && currentSubscription(state);
  if (!state || !subscription) return null;
  const { notice } = statusOf(subscription, now());
  if (notice?.door !== 'update-payment-method') return null;
  return { title: notice.title, message: notice.message, openAmount: openAmount(state) };
}

/** A page that needs no customer must not fail for one who cannot be read for the first time. */
async function knownState(): Promise<CustomerState | null> {
  const user = await auth();
  if (!user) return null;
  try {
    return await storedState(user);
  } catch (error) {
    if (error instanceof StripeUnavailableError || error instanceof NoSuchCustomerError) return null;
    throw error;
  }
}
