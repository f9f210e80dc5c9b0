import Stripe from 'stripe';
import { findOrNull } from '../setup/step';
import { type Finding, fault, warning } from './finding';

type Asked = readonly [permission: string, ask: (stripe: Stripe) => Promise<unknown>];

/** What the app and its tools read; each is a permission that a restricted key may lack. */
const READS: readonly Asked[] = [
  ['Customers', (stripe) => stripe.customers.list({ limit: 1 })],
  ['Subscriptions', (stripe) => stripe.subscriptions.list({ limit: 1 })],
  ['Prices', (stripe) => stripe.prices.list({ limit: 1 })],
  ['Products', (stripe) => stripe.products.list({ limit: 1 })],
  ['Coupons', (stripe) => stripe.coupons.list({ limit: 1 })],
  ['Promotion codes', (stripe) => stripe.promotionCodes.list({ limit: 1 })],
  ['Invoices', (stripe) => stripe.invoices.list({ limit: 1 })],
  ['Subscription schedules', (stripe) => stripe.subscriptionSchedules.list({ limit: 1 })],
  ['Checkout sessions', (stripe) => stripe.checkout.sessions.list({ limit: 1 })],
  // Stripe lists those of one customer alone
  ['Payment methods', (stripe) => findOrNull(stripe.paymentMethods.retrieve('pm_doctor'))],
  ['Customer portal', (stripe) => stripe.billingPortal.configurations.list({ limit: 1 })],
  ['Webhook endpoints', (stripe) => stripe.webhookEndpoints.list({ limit: 1 })],
  ['Events', (stripe) => stripe.events.list({ limit: 1 })],
];

/**
 * What the app writes, asked of objects that do not exist: Stripe looks at the key's permissions before it looks for the
 * object, and nothing changes.
 */
const WRITES: readonly Asked[] = [
  ['Customers', (stripe) => stripe.customers.update('cus_doctor')],
  ['Subscriptions', (stripe) => stripe.subscriptions.update('sub_doctor')],
  ['Subscription schedules', (stripe) => stripe.subscriptionSchedules.release('sub_sched_doctor')],
  ['Invoices', (stripe) => stripe.invoices.pay('in_doctor')],
  ['Checkout sessions', (stripe) => stripe.checkout.sessions.expire('cs_doctor')],
  ['Customer portal', (stripe) => stripe.billingPortal.sessions.create({ customer: 'cus_doctor' })],
];

/** Whether Stripe can be asked at all with this key, and for everything that the app needs. */
export async function examineKey(stripe: Stripe, apiBase: string): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const [permission, read] of READS) {
    const error = await failureOf(read(stripe));
    if (!error) continue;
    if (error instanceof Stripe.errors.StripeAuthenticationError)
      return [
        fault(
          `Stripe does not know this key: ${error.message}`,
          'Nothing that needs Stripe works.',
          'Copy the secret key anew from the Dashboard (Developers, API keys) to STRIPE_SECRET_KEY.',
        ),
      ];
    if (error instanceof Stripe.errors.StripeConnectionError)
      return [
        fault(
          `Nothing answers at ${apiBase}.`,
          'Pages show what was stored last; no button works.',
          'See that this machine reaches it, and that STRIPE_API_BASE is right.',
        ),
      ];
    if (error instanceof Stripe.errors.StripePermissionError)
      found.push(
        fault(
          `The restricted key has no permission for: ${permission}.`,
          'Whatever needs it ends in an error.',
          `Give the key the permission "${permission}" in the Dashboard (Developers, API keys).`,
        ),
      );
    else throw error;
  }
  return found.length > 0 ? found : mayNotWrite(stripe);
}

async function mayNotWrite(stripe: Stripe): Promise<Finding[]> {
  const refused: string[] = [];
  for (const [permission, write] of WRITES) {
    const error = await failureOf(write(stripe));
    if (error instanceof Stripe.errors.StripePermissionError) refused.push(permission);
    // that there is no such object was asked for
    else if (error && !(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
  }
  return refused.length === 0
    ? []
    : [
        warning(
          `The restricted key may not write: ${refused.join(', ')}.`,
          'A key that only watches is fine; with the app’s own, buttons end in an error.',
          'Give the app’s key these permissions in the Dashboard (Developers, API keys).',
        ),
      ];
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return null;
  } catch (error) {
    return error;
  }
}
