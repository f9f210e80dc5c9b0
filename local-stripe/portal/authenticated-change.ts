import type { Account } from '../account';
import type { Challenge } from '../records';
import { checkedChange, methodIdOf, pressConfirm } from './press-confirm';

/** Whether the portal page that asked this question still waits for the answer. */
export function isPortalWaiting(account: Account, { id, purpose }: Challenge): boolean {
  const visit = account.store.get('portalVisits', purpose.id);
  return visit !== undefined && visit.outcome === null && visit.challenge === id;
}

/**
 * Goes on with a change that waited for the customer's answer at the bank: carries it out, or notes that it was not paid.
 * Gives where the customer goes next.
 */
export function answerPortal(
  account: Account,
  challenge: Challenge,
  given: 'passed' | 'failed',
): string | null {
  const visit = account.store.get('portalVisits', challenge.purpose.id);
  const session = visit && account.store.get('portalSessions', visit.id);
  const customer = session && account.store.get('customers', session.customer);
  const configuration = session && account.store.get('configurations', session.configuration);
  const answered = () => {
    account.store.put('challenges', { ...challenge, result: given });
  };
  const open = visit &&
    session &&
    customer &&
    configuration && {
      account,
      visit,
      session: { ...session, flow: visit.choosing ?? session.flow },
      customer,
      configuration,
    };
  const change = open && checkedChange(open, open.visit.reckonedAt);
  if (open && change) {
    const payment = given === 'passed' ? { authenticated: true } : { failed: true };
    const asked = account.store.get('paymentMethods', challenge.method);
    // A card of nobody was entered at the confirm step.
    const card = asked?.customer === null && asked.id !== methodIdOf(change) ? asked : null;
    return pressConfirm(open, change, { payment, card, also: answered }) ?? challenge.returnUrl;
  }
  account.transaction(answered);
  return challenge.returnUrl; // where the page says that the change is no longer possible
}
