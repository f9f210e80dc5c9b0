import type { Account } from '../account';
import { DAY } from '../billing/calendar';
import { invalid, missing, noSuch } from '../wire/errors';
import type { Infer } from '../wire/params';
import type { createSession } from './checkout-params';

export type GivenSession = Infer<typeof createSession>;

const MINUTE = 60;

/** Refuses what Stripe refuses, and names what only Stripe supports. */
export function checkSession(account: Account, given: GivenSession): void {
  if (given.ui_mode !== undefined && given.ui_mode !== 'hosted_page')
    throw invalid(
      `The local Stripe's Checkout has the page of \`ui_mode=hosted_page\` only; \`${given.ui_mode}\` is not supported.`,
      { param: 'ui_mode' },
    );
  if (given.success_url === undefined) throw missing('success_url');
  requireUrl(given.success_url);
  oneOnly(given, 'customer', 'customer_email');
  if (given.mode === 'payment') oneOnly(given, 'customer', 'customer_creation');
  oneOnly(given, 'allow_promotion_codes', 'discounts');
  if (given.customer_update && given.customer === undefined)
    throw invalid('`customer_update` can only be used with `customer`.', { param: 'customer_update' });
  if ((given.discounts?.length ?? 0) > 1)
    throw invalid('You may only specify one discount.', { param: 'discounts' });
  const [discount] = given.discounts ?? [];
  if (discount && (discount.coupon === undefined) === (discount.promotion_code === undefined))
    throw invalid('You must specify exactly one of coupon or promotion_code.', { param: 'discounts[0]' });
  if (given.customer !== undefined && !account.store.get('customers', given.customer))
    throw noSuch('customer', given.customer, 'customer');
  if (given.customer_email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(given.customer_email))
    throw invalid(`Invalid email address: ${given.customer_email}`, {
      code: 'email_invalid',
      param: 'customer_email',
    });
  checkExpiry(account.now(), given.expires_at);
  if (given.mode === 'subscription') checkSubscription(account, given);
  else if (given.mode === 'payment') checkPayment(given);
  else refuseStrangers(given, NOT_IN_SETUP);
}

function oneOnly<K extends keyof GivenSession & string>(given: GivenSession, a: K, b: K): void {
  if (given[a] !== undefined && given[b] !== undefined)
    throw invalid(`You may only specify one of these parameters: ${a}, ${b}.`, { param: a });
}

/** The session's id takes the place of `{CHECKOUT_SESSION_ID}` later: its braces are no part of a URL. */
function requireUrl(url: string): void {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(url))
    throw invalid('Invalid URL: An explicit scheme (such as https) must be provided.', {
      code: 'url_invalid',
      param: 'success_url',
    });
  if (!/^https?:\/\/[^/?#\s]+/i.test(url) || !URL.canParse(url))
    throw invalid('Not a valid URL', { code: 'url_invalid', param: 'success_url' });
}

function checkExpiry(now: number, expires: number | undefined): void {
  if (expires === undefined) return;
  if (expires < now + 30 * MINUTE)
    throw invalid('The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', {
      param: 'expires_at',
    });
  if (expires > now + DAY)
    throw invalid('The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', {
      param: 'expires_at',
    });
}

const NOT_IN_SETUP = [
  'line_items',
  'discounts',
  'allow_promotion_codes',
  'invoice_creation',
  'payment_intent_data',
  'subscription_data',
  'payment_method_collection',
] as const;

function refuseStrangers(given: GivenSession, strangers: readonly (keyof GivenSession & string)[]): void {
  const stranger = strangers.find((name) => given[name] !== undefined);
  if (stranger)
    throw invalid(`You can not pass \`${stranger}\` in \`${given.mode}\` mode.`, { param: stranger });
}

function checkPayment(given: GivenSession): void {
  refuseStrangers(given, ['payment_method_collection', 'setup_intent_data', 'subscription_data']);
}

function checkSubscription(account: Account, given: GivenSession): void {
  refuseStrangers(given, [
    'setup_intent_data',
    'customer_creation',
    'invoice_creation',
    'payment_intent_data',
  ]);
  const { billing_cycle_anchor: anchor, trial_end, trial_period_days } = given.subscription_data ?? {};
  if (trial_end !== undefined && trial_period_days !== undefined)
    throw invalid(
      'You may only specify one of these parameters: subscription_data[trial_end], subscription_data[trial_period_days].',
      { param: 'subscription_data[trial_end]' },
    );
  if (anchor !== undefined && (trial_end ?? trial_period_days) !== undefined)
    throw invalid('You can not pass `subscription_data[billing_cycle_anchor]` together with a trial.', {
      param: 'subscription_data[billing_cycle_anchor]',
    });
  if (anchor !== undefined && anchor <= account.now())
    throw invalid('`subscription_data[billing_cycle_anchor]` must be a future timestamp.', {
      param: 'subscription_data[billing_cycle_anchor]',
    });
  if (trial_end !== undefined && trial_end < account.now() + 2 * DAY)
    throw invalid('The `trial_end` date has to be at least 2 days in the future.', {
      param: 'subscription_data[trial_end]',
    });
}
