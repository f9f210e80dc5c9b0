import type { Account } from '../account';
import { notePassed } from '../billing/cards';
import { challengeUrl } from '../billing/challenges';
import { paymentOf } from '../billing/collect';
import { confirmIntent, refuseIntent } from '../billing/confirm-intent';
import { failSetUp, setUp } from '../billing/setup-intents';
import { answerCheckout, isCheckoutWaiting } from '../checkout/press-pay';
import { answerPortal, isPortalWaiting } from '../portal/authenticated-change';
import { concludeCard } from '../portal/save-card';
import type { Challenge, PaymentIntent, PaymentMethod } from '../records';

export type Answer = 'passed' | 'failed';

type NextAction = { redirect_to_url?: { url: string | null } } | null;

/** Whether the bank's question is still open: not answered, and what it is about still waits for it. */
export function isOpen(account: Account, challenge: Challenge): boolean {
  if (challenge.result !== null || !account.store.get('paymentMethods', challenge.method)) return false;
  const { kind, id } = challenge.purpose;
  const waits = (next: NextAction | undefined): boolean =>
    next?.redirect_to_url?.url === challengeUrl(account, challenge);
  if (kind === 'setup_intent') return waits(account.store.get('setupIntents', id)?.next_action);
  if (kind === 'portal') return isPortalWaiting(account, challenge);
  if (kind === 'checkout') return isCheckoutWaiting(account, challenge);
  const intent = account.store.get('paymentIntents', id);
  const invoice = intent && account.store.get('invoices', paymentOf(account, intent)?.invoice ?? '');
  return waits(intent?.next_action) && (invoice === undefined || invoice.status === 'open');
}

/**
 * Lets go on, or fail, what waited for the customer's answer. Call it for an open challenge, outside a transaction.
 * Gives where the customer goes next, and null when nobody said.
 */
export function answer(account: Account, challenge: Challenge, given: Answer): string | null {
  const method = account.store.get('paymentMethods', challenge.method);
  if (!method) throw new Error(`Challenge ${challenge.id} is about ${challenge.method}, which is not there`);
  if (challenge.purpose.kind === 'portal') return answerPortal(account, challenge, given);
  if (challenge.purpose.kind === 'checkout') return answerCheckout(account, challenge, given);
  return account.transaction(() => {
    account.store.put('challenges', { ...challenge, result: given });
    return challenge.purpose.kind === 'setup_intent'
      ? answerSetUp(account, challenge, method, given)
      : answerPayment(account, challenge, method, given);
  });
}

function answerPayment(
  account: Account,
  { purpose, returnUrl }: Challenge,
  method: PaymentMethod,
  given: Answer,
): string | null {
  const intent = account.store.get('paymentIntents', purpose.id);
  if (!intent) throw new Error(`A challenge is about ${purpose.id}, which is not there`);
  if (given === 'passed' && intent.confirmation_method === 'manual')
    return withResult(returnUrl, 'payment_intent', waitForServer(account, intent, method), true);
  const payment =
    given === 'passed'
      ? confirmIntent(account, intent, method, { authenticated: true, returnUrl })
      : refuseIntent(account, intent, method);
  return withResult(returnUrl, 'payment_intent', intent, payment.kind === 'paid');
}

/** With `confirmation_method=manual` the server confirms once more, and the bank asks no more then. */
function waitForServer(account: Account, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  notePassed(account, method);
  return account.store.put('paymentIntents', {
    ...intent,
    next_action: null,
    payment_method: method.id,
    status: 'requires_confirmation',
  });
}

function answerSetUp(
  account: Account,
  { purpose, returnUrl }: Challenge,
  method: PaymentMethod,
  given: Answer,
): string | null {
  const intent = account.store.get('setupIntents', purpose.id);
  if (!intent) throw new Error(`A challenge is about ${purpose.id}, which is not there`);
  const attempt =
    given === 'passed'
      ? setUp(account, intent, method, { authenticated: true, returnUrl })
      : failSetUp(account, intent, method);
  if (attempt.kind === 'succeeded') concludeCard(account, attempt.intent);
  return withResult(returnUrl, 'setup_intent', intent, attempt.kind === 'succeeded');
}

/** The way back as Stripe calls it: with the intent, its secret and how it went. */
function withResult(
  returnUrl: string | null,
  name: 'payment_intent' | 'setup_intent',
  intent: { id: string; client_secret: string | null },
  good: boolean,
): string | null {
  if (returnUrl === null) return null;
  const url = new URL(returnUrl);
  url.searchParams.set(name, intent.id);
  url.searchParams.set(`${name}_client_secret`, intent.client_secret ?? '');
  url.searchParams.set('redirect_status', good ? 'succeeded' : 'failed');
  return url.href;
}
