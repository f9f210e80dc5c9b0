import { PaymentRefused } from '../billing/apply-change';
import { challengeUrl, openChallenge } from '../billing/challenges';
import { type Collecting, methodOf } from '../billing/collect';
import { declineMessage } from '../hosted/templates/decline-words';
import type { PaymentMethod, PortalVisit } from '../records';
import { ApiError } from '../wire/errors';
import { type ConfirmedChange, carryOut, readConfirm, recordRefusal } from './confirm-change';
import { cardInView, changeView, completedView } from './confirm-change-view';
import { checkFlow } from './flow-rules';
import type { OpenSession } from './open-session';

type Open = Pick<OpenSession, 'account' | 'session' | 'visit' | 'customer' | 'configuration'>;

/** The change as it would be made, prorated to `reckonedAt` (Unix seconds), or null when it no longer can be. */
export function checkedChange(
  { account, customer, configuration, session }: Open,
  reckonedAt: number | null = null,
): ConfirmedChange | null {
  const confirmFlow = session.flow?.subscription_update_confirm;
  if (!session.flow || !confirmFlow) return null;
  try {
    checkFlow({ account, customer, configuration }, session.flow);
    return readConfirm(account, customer, configuration, confirmFlow, reckonedAt);
  } catch (error) {
    if (error instanceof ApiError) return null; // cancelled, used up or archived since the link was made
    throw error;
  }
}

/** How a press on the button is paid. */
export type Press = Readonly<{
  /** What the customer answered, when they come from the bank. */
  payment?: Collecting;
  /** A card that was entered on the page, of no customer yet; without one the card on file is charged. */
  card?: PaymentMethod | null;
  /** Also written, together with the result. */
  also?: () => void;
}>;

/**
 * Carries the change out, or notes why not, or asks the bank: nothing of the change stays until the customer has
 * answered there.
 * @returns where the customer goes next; null for the page of this session.
 */
export function pressConfirm(
  open: Open,
  change: ConfirmedChange,
  { payment = {}, card = null, also = () => {} }: Press,
): string | null {
  const { account, session, visit } = open;
  const { after_completion: completion } = session.flow ?? {};
  const shown = { ...changeView(change), ...(card && { paymentMethod: cardInView(card) }) };
  const seen = { ...visit, lastVisit: account.now(), challenge: null };
  try {
    account.transaction(() => {
      const after = carryOut(change, payment, card);
      const invoiceId =
        after.latest_invoice === change.subscription.latest_invoice ? null : after.latest_invoice;
      const invoice = invoiceId === null ? null : (account.store.get('invoices', invoiceId) ?? null);
      const outcome = completedView(shown, invoice, completion?.hosted_confirmation?.custom_message ?? null);
      const untold = completion?.type === 'portal_homepage';
      account.store.put('portalVisits', { ...seen, outcome, untold, problem: null });
      also();
    });
    return completion?.redirect?.return_url ?? null;
  } catch (error) {
    if (!(error instanceof PaymentRefused)) throw error;
    return account.transaction(() => {
      also();
      if (error.collected.kind === 'requires_action')
        return askTheBank(open, error.collected.intent, change.wanted.at);
      recordRefusal(change, error, payment, card);
      const problem = problemOf(error, change, card);
      account.store.put('portalVisits', { ...seen, problem });
      return null;
    });
  }
}

type Asked = Extract<PaymentRefused['collected'], { kind: 'requires_action' }>['intent'];

function askTheBank({ account, session, visit }: Open, intent: Asked, reckonedAt: number): string | null {
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
    reckonedAt,
  });
  return challengeUrl(account, challenge);
}

/** The payment method that the change is charged on. */
export const methodIdOf = ({ account, subscription }: ConfirmedChange): string | null =>
  methodOf(account, subscription.customer, subscription.default_payment_method)?.id ?? null;

/** Why nothing was paid; null when there was nothing to pay with, as the page asks for a card then. */
function problemOf(
  { collected }: PaymentRefused,
  change: ConfirmedChange,
  card: PaymentMethod | null,
): PortalVisit['problem'] {
  if (collected.kind !== 'declined') return null;
  const { code, declineCode } = collected.decline;
  const said = { key: declineMessage(code, declineCode) };
  return { said, method: methodIdOf(change), tried: card?.id ?? null };
}
