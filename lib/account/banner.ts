import 'server-only';
import { auth } from '../auth';
import { currentSubscription } from '../billing/customer-state';
import { now } from '../clock';
import { findCustomer, readState } from '../db/customer-store';
import { openAmount } from './page-view';
import { statusOf } from './status';

/** What every page says to somebody whose payment failed; `openAmount` is what can be paid at once. */
export type Banner = Readonly<{ title: string; message: string; openAmount: string | null }>;

/** The banner for who is looking, from the database alone; null when nothing is wrong with paying. */
export async function getBanner(): Promise<Banner | null> {
  const user = await auth();
  const customer = user && (await findCustomer(user.id));
  if (!customer?.syncedAt) return null;
  const state = await readState(customer);
  const { notice } = statusOf(currentSubscription(state), now());
  if (notice?.door !== 'update-payment-method') return null;
  return { title: notice.title, message: notice.message, openAmount: openAmount(state) };
}
