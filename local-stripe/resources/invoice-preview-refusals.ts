import type { Account } from '../account';
import { invalid } from '../wire/errors';
import type { GivenPreview, PreviewDetails } from './invoice-preview-params';

export const nothingUpcoming = (what: string) =>
  invalid(`No upcoming invoices for ${what}`, { code: 'invoice_upcoming_none' });

/** A schedule that does not exist yet has phases, and nothing of a subscription. */
export function refuseBesideSchedule(given: GivenPreview): void {
  const strange = (['subscription', 'subscription_details', 'discounts'] as const).find(
    (name) => given[name],
  );
  if (strange)
    throw invalid(`You may only specify one of these parameters: schedule_details, ${strange}.`, {
      param: strange,
    });
  refuseRecurring(given);
}

/** Of a schedule, what comes back every time depends on the phase. */
export function refuseRecurring({ preview_mode }: GivenPreview): void {
  if (preview_mode === 'recurring')
    throw invalid("The local Stripe previews a schedule's next invoice only.", { param: 'preview_mode' });
}

/** A subscription is ended, paused or resumed in a preview, and nothing else. */
export function refuseMixedActs(details: PreviewDetails): void {
  const acts = (['cancel_now', 'pause', 'resume_at'] as const).filter((name) => details[name]);
  const changes = ['items', 'trial_end', 'cancel_at', 'cancel_at_period_end'] as const;
  const [first, second] = [...acts, ...changes.filter((name) => details[name] !== undefined)];
  if (acts.length > 0 && second !== undefined)
    throw invalid(
      `You may only specify one of these parameters: subscription_details[${first}], subscription_details[${second}].`,
      { param: `subscription_details[${second}]` },
    );
}

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
  const names = [
    'billing_cycle_anchor',
    'cancel_at',
    'cancel_at_period_end',
    'cancel_now',
    'pause',
    'proration_date',
    'resume_at',
  ] as const;
  const strange = names.find((name) => details?.[name] !== undefined);
  if (strange)
    throw invalid(
      `The local Stripe previews ${strange} for an existing subscription only: pass \`subscription\`.`,
      {
        param: `subscription_details[${strange}]`,
      },
    );
}
