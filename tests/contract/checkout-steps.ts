import type Stripe from 'stripe';
import { aPlan } from '../factories';
import { submit, visit } from './portal-page';
import { anAccount } from './stripe-under-test';

export const CANCEL = 'https://example.com/pricing';
export const SUCCESS = 'https://example.com/welcome?session_id={CHECKOUT_SESSION_ID}';
export const CARD = { number: '4242 4242 4242 4242', expiry: '08 / 29', cvc: '123', name: 'Ada Lovelace' };
export const ADA = { ...CARD, email: 'ada@example.com' };

/** An open Checkout of Pro by the month; `params` are what is different. */
export async function aCheckout(params: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const account = anAccount();
  const { stripe } = account;
  const plan = await aPlan(stripe);
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: plan.month, quantity: 1 }],
    success_url: SUCCESS,
    cancel_url: CANCEL,
    ...params,
  });
  return { ...account, plan, session, url: session.url ?? '' };
}

/** Presses the button with a card and an address, as a newcomer does. */
export const pay = async (url: string, fields: Record<string, string> = ADA) =>
  submit(await visit(url), { ...fields, do: 'pay' });
