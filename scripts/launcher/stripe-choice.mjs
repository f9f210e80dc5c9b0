// Which Stripe the app talks to: the local one, unless a test key of a real account is set.

import { Failure } from './failure.mjs';

/** The local Stripe takes any test key as an account of its own; this is the seeded one. */
export const LOCAL_KEY = 'sk_test_sidedoor';

/**
 * @param {Record<string, string | undefined>} env
 * @returns {{ local: true } | { local: false, key: string, webhookSecret: string }}
 */
export function chooseStripe(env) {
  const key = env.STRIPE_SECRET_KEY;
  if (!key || key === LOCAL_KEY) return { local: true };
  if (!/^[sr]k_test_/.test(key)) {
    throw new Failure(
      'STRIPE_SECRET_KEY is not a test key (sk_test_… or rk_test_…). The demo never touches live data.',
    );
  }
  const webhookSecret = env.STRIPE_WEBHOOK_SECRET;
  if (!webhookSecret) {
    throw new Failure(
      'STRIPE_SECRET_KEY is set and STRIPE_WEBHOOK_SECRET is not. Run "stripe listen --forward-to localhost:3000/api/stripe/webhook" and set it to the whsec_… that prints, or unset STRIPE_SECRET_KEY to use the local Stripe.',
    );
  }
  return { local: false, key, webhookSecret };
}
