import { PaymentRefused } from '../billing/apply-change';
import { challengeUrl, openChallenge } from '../billing/challenges';
import { type Collecting, methodOf } from '../billing/collect';
import { AUTHENTICATION_FAILED } from '../billing/payment-intents';
import { translator } from '../messages/translator';
import { ApiError } from '../wire/errors';
import { type ConfirmedChange, carryOut, readConfirm, recordRefusal } from './confirm-change';
import { changeView, completedView } from './confirm-change-view';
import { checkFlow } from './flow-rules';
import type { OpenSession } from './open-session';

type Open = Pick<OpenSession, 'account' | 'session' | 'visit' | 'customer' | 'configuration'>;

/** The change as it would be made now, or null when it no longer can be. */
export function checkedChange({ account, customer, configuration, session }: Open): ConfirmedChange | null {
  const confirmFlow = session.flow?.subscription_update_confirm;
  if (!session.flow || !confirmFlow) return null;
  try {
    checkFlow({ account, customer, configuration }, session.flow);
    return readConfirm(account, customer, configuration, confirmFlow);
  } catch (error) {
    if (error instanceof ApiError) return null; // cancelled, used up or archived since the link was made
    throw error;
  }
}

/**
 * Carries the change out, or notes why not, or asks the bank: nothing of the change stays until the customer has
 * answered there.
 * @param payment what the customer answered, when they come from the bank.
 * @param also written together with the result.
 * @returns where the customer goes next; null for the page of this session.
 */
export function pressConfirm(
  open: Open,
  change: ConfirmedChange,
  payment: Collecting,
  also: () => void = () => {},
): string | null {
  const { account, session, visit } = open;
  const { after_completion: completion } = session.flow ?? {};
  const shown = changeView(change);
  const seen = { ...visit, lastVisit: account.now(), challenge: null };
  try {
    account.transaction(() => {
      const after = carryOut(change, payment);
      const invoiceId =
        after.latest_invoice === change.subscription.latest_invoice ? null : after.latest_invoice;
      const invoice = invoiceId === null ? null : (account.store.get('invoices', invoiceId) ?? null);
      const outcome = completedView(shown, invoice, completion?.hosted_confirmation?.custom_message ?? null);
      account.store.put('portalVisits', { ...seen, outcome, problem: null });
      also();
    });
    return completion?.redirect?.return_url ?? null;
  } catch (error) {
    if (!(error instanceof PaymentRefused)) throw error;
    return account.transaction(() => {
      also();
      if (error.collected.kind === 'requires_action') return askTheBank(open, error.collected.intent);
      recordRefusal(change, error, payment);
      const problem = { message: problemOf(error), method: methodIdOf(change) };
      account.store.put('portalVisits', { ...seen, problem });
      return null;
    });
  }
}

type Asked = Extract<PaymentRefused['collected'], { kind: 'requires_action' }>['intent'];

function askTheBank({ account, session, visit }: Open, intent: Asked): string | null {
  const method = account.store.get('paymentMethods', intent.payment_method ?? '');
  if (!method) throw new Error(`Payment intent ${intent.id} waits for the bank without a payment method`);
  const challenge = openChallenge(account, {
    purpose: { kind: 'portal', id: visit.id },
    method,
    amount: { amount: intent.amount, currency: intent.currency },
    returnUrl: session.url,
    landing: session.flow?.after_completion.redirect?.return_url ?? null,
  });
  account.store.put('portalVisits', {
    ...visit,
    lastVisit: account.now(),
    problem: null,
    challenge: challenge.id,
  });
  return challengeUrl(account, challenge);
}

/** The payment method that the change is charged on. */
export const methodIdOf = ({ account, subscription }: ConfirmedChange): string | null =>
  methodOf(account, subscription.customer, subscription.default_payment_method)?.id ?? null;

/** Said on the page; that nothing changed is said there as well. */
function problemOf({ collected }: PaymentRefused): string {
  if (collected.kind !== 'declined') return 'There is no card to charge.';
  const { decline } = collected;
  return decline === AUTHENTICATION_FAILED ? translator('en')('problem.authentication') : decline.message;
}
