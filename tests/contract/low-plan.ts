import type Stripe from 'stripe';
import { aPlan, aSubscriber } from '../factories';
import { day } from './moments';
import { anAccount, setClock } from './stripe-under-test';

type Mode = Stripe.SubscriptionCreateParams.BillingMode;

/** On a plan of $10.00 a month or $100.00 a year since the 1st of November; it is the 16th. */
export async function aLowSubscriber(billing_mode: Mode, terms: Stripe.SubscriptionCreateParams = {}) {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, day('2026-11-01'));
  const low = await aPlan(stripe, { name: 'Low', month: 1000, year: 10000 });
  const high = await aPlan(stripe, { name: 'High', month: 2000, year: 20000 });
  const ada = await aSubscriber(stripe, { price: low.month, terms: { billing_mode, ...terms } });
  await setClock(account, day('2026-11-16'));
  return { account, stripe, low, high, ada };
}
