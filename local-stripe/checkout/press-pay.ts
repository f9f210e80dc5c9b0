import type { Account } from '../account';
import { challengeUrl, openChallenge } from '../billing/challenges';
import { cardEntered } from '../hosted/card-entered';
import type { CardEntry } from '../hosted/card-entry';
import { declineMessage } from '../hosted/templates/decline-words';
import type { Challenge, CheckoutSession, PaymentMethod } from '../records';
import { ApiError } from '../wire/errors';
import { addressOf, phoneOf } from './billing-details';
import { codeOf } from './checkout-view';
import { complete } from './complete';
import { BankAsks } from './completing';
import { dueToday } from './due-today';
import type { CheckoutOrder, OpenCheckout } from './order';

/**
 * Pays and completes a session, or notes why not, or asks the bank.
 * @param entry null when nothing is due and no card is asked for.
 * @returns where the customer goes next; null for the page of this session.
 */
export function pressPay(open: OpenCheckout, entry: CardEntry | null): string | null {
  return finish(
    open,
    false,
    () => entry && cardOf(open, entry),
    () => {},
  );
}

/** Whether the Checkout page that asked this question still waits for the answer. */
export function isCheckoutWaiting(account: Account, { id, purpose }: Challenge): boolean {
  return (
    account.store.get('checkoutSessions', purpose.id)?.status === 'open' &&
    account.store.get('checkoutOrders', purpose.id)?.challenge === id
  );
}

/** Goes on with a payment that waited for the customer's answer at the bank. Gives where the customer goes next. */
export function answerCheckout(
  account: Account,
  challenge: Challenge,
  given: 'passed' | 'failed',
): string | null {
  const session = account.store.get('checkoutSessions', challenge.purpose.id);
  const order = account.store.get('checkoutOrders', challenge.purpose.id);
  if (!session || !order) throw new Error(`Challenge ${challenge.id} is about a session that is not there`);
  const open = { account, session, order };
  const answered = () => {
    account.store.put('challenges', { ...challenge, result: given });
  };
  if (given === 'passed') {
    const method = account.store.get('paymentMethods', challenge.method) ?? null;
    return finish(open, true, () => method, answered) ?? challenge.returnUrl;
  }
  account.transaction(() => {
    answered();
    note(open, { field: 'card', said: { key: 'problem.authentication' } });
  });
  return challenge.returnUrl;
}

function finish(
  open: OpenCheckout,
  authenticated: boolean,
  card: () => PaymentMethod | null,
  also: () => void,
): string | null {
  const { account, session, order } = open;
  try {
    return account.transaction(() => {
      also();
      return landing(complete(account, { session, order, method: card(), authenticated }));
    });
  } catch (error) {
    if (error instanceof BankAsks) return account.transaction(() => askTheBank(open, card()));
    const problem = problemOf(error, open);
    if (!problem) throw error;
    account.transaction(() => {
      also();
      note(open, problem);
    });
    return null;
  }
}

function problemOf(error: unknown, open: OpenCheckout): CheckoutOrder['problem'] {
  if (!(error instanceof ApiError)) return null;
  const { type, param, code = '', decline_code = null } = error.detail;
  if (param === 'email') return { field: 'email', said: { key: 'checkout.email.missing' } };
  if (type === 'card_error') return { field: 'card', said: { key: declineMessage(code, decline_code) } };
  const applied = codeOf(open);
  if (param?.startsWith('discounts') && applied !== null)
    return { field: null, said: { key: 'code.refused', values: { code: applied } } };
  return { field: null, said: { key: 'checkout.problem.gone' } };
}

/** Notes why a try failed, for the page to say. */
export const note = ({ account, order }: OpenCheckout, problem: CheckoutOrder['problem']): void => {
  account.store.put('checkoutOrders', { ...order, problem, challenge: null });
};

function askTheBank(open: OpenCheckout, method: PaymentMethod | null): string {
  const { account, session, order } = open;
  if (!method) throw new Error(`Checkout session ${session.id} asks the bank without a card`);
  const due = dueToday(open).amount_due;
  const challenge = openChallenge(account, {
    purpose: { kind: 'checkout', id: session.id },
    method,
    amount: due > 0 ? { amount: due, currency: session.currency ?? 'usd' } : null,
    returnUrl: `${account.origin}/c/pay/${session.id}`,
    landing: landing(session),
  });
  account.store.put('checkoutOrders', { ...order, problem: null, challenge: challenge.id });
  return challengeUrl(account, challenge);
}

/** The card that was entered, with its owner's name and address. */
function cardOf({ account, session, order }: OpenCheckout, entry: CardEntry): PaymentMethod {
  const method = cardEntered(account, entry);
  const email =
    account.store.get('customers', session.customer ?? '')?.email ??
    session.customer_email ??
    order.entered.email;
  return account.store.put('paymentMethods', {
    ...method,
    allow_redisplay: 'limited',
    billing_details: {
      ...method.billing_details,
      address: addressOf(session, order) ?? method.billing_details.address,
      email: email || null,
      phone: phoneOf(session, order),
    },
  });
}

/** Where a completed session leads, with its id in place of `{CHECKOUT_SESSION_ID}`. */
export const landing = ({ id, success_url }: CheckoutSession): string | null =>
  success_url?.replaceAll('{CHECKOUT_SESSION_ID}', id) ?? null;
