import type { Account } from '../account';
import type { Subscription } from '../records';
import { invalid } from '../wire/errors';

type CancelParams = Readonly<{
  cancel_at?: number | 'max_period_end' | 'min_period_end' | null | undefined;
  cancel_at_period_end?: boolean | undefined;
}>;

/** Nothing said about why; the state of a subscription that nobody has asked to end. */
export const noDetails = { comment: null, feedback: null, feedback_option: null, reason: null };

/** What a cancellation parameter makes of the cancel fields. */
export function cancelFields(
  account: Account,
  before: Subscription,
  params: CancelParams,
): Partial<Subscription> {
  const { cancel_at, cancel_at_period_end } = params;
  if (cancel_at !== undefined && cancel_at_period_end !== undefined)
    throw invalid('You may only specify one of these parameters: cancel_at, cancel_at_period_end.', {
      param: 'cancel_at_period_end',
    });
  const ends = before.items.data.map((item) => item.current_period_end);
  const requested = (at: number, atPeriodEnd: boolean): Partial<Subscription> => ({
    cancel_at: at,
    cancel_at_period_end: atPeriodEnd,
    canceled_at: before.canceled_at ?? account.now(),
    cancellation_details: { ...noDetails, ...before.cancellation_details, reason: 'cancellation_requested' },
  });
  const kept: Partial<Subscription> = {
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: noDetails,
  };
  // A date that was given as `cancel_at` is only cleared as such.
  if (cancel_at_period_end === false) return before.cancel_at_period_end ? kept : {};
  if (cancel_at_period_end) return requested(Math.max(...ends), true);
  if (cancel_at === undefined) return {};
  if (cancel_at === null) return kept;
  if (cancel_at === 'max_period_end') return requested(Math.max(...ends), false);
  if (cancel_at === 'min_period_end') return requested(Math.min(...ends), false);
  if (cancel_at <= account.now())
    throw invalid('Invalid cancel_at: must be in the future.', { param: 'cancel_at' });
  return requested(cancel_at, false);
}
