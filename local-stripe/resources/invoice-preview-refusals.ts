import type { Account } from '../account';
import { invalid } from '../wire/errors';
import type { GivenPreview, PreviewDetails } from './invoice-preview-params';

/** A preview is in the currency of what is previewed. */
export function refuseOtherCurrency(given: GivenPreview, currency: string): void {
  if (given.currency !== undefined && given.currency.toLowerCase() !== currency)
    throw invalid(`The preview is in ${currency}, the currency of what is previewed.`, { param: 'currency' });
}

/** Refuses a trial or an end in the past, and two ends. */
export function refuseTimes(account: Account, details: PreviewDetails | undefined): void {
  if (typeof details?.trial_end === 'number' && details.trial_end <= account.now())
    throw invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', {
      param: 'subscription_details[trial_end]',
    });
  if (details?.cancel_at !== undefined && details.cancel_at_period_end !== undefined)
    throw invalid('You may only specify one of these parameters: cancel_at, cancel_at_period_end.', {
      param: 'subscription_details[cancel_at_period_end]',
    });
  if (details?.cancel_at != null && details.cancel_at <= account.now())
    throw invalid('Invalid cancel_at: must be in the future.', { param: 'subscription_details[cancel_at]' });
}

/** What the first invoice of a new subscription is not previewed with. */
export function refuseOfExisting(details: PreviewDetails | undefined): void {
  const names = ['billing_cycle_anchor', 'cancel_at', 'cancel_at_period_end', 'proration_date'] as const;
  const strange = names.find((name) => details?.[name] !== undefined);
  if (strange)
    throw invalid(
      `The local Stripe previews ${strange} for an existing subscription only: pass \`subscription\`.`,
      {
        param: `subscription_details[${strange}]`,
      },
    );
}
