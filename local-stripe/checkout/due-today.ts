import { amountDue } from '../billing/invoice-sums';
import type { Invoice } from '../records';
import type { OpenCheckout } from './order';

/**
 * What is charged when the order is placed, in minor units: its total, and in a subscription what every invoice makes of
 * that with the customer's balance and what is too little to charge.
 */
export function dueToday({
  account,
  session,
}: OpenCheckout): Pick<Invoice, 'amount_due' | 'starting_balance' | 'total'> {
  const total = session.amount_total ?? 0;
  if (session.mode !== 'subscription') return { amount_due: total, starting_balance: 0, total };
  const balance = account.store.get('customers', session.customer ?? '')?.balance ?? 0;
  return {
    amount_due: amountDue(total + balance, session.currency ?? 'usd'),
    starting_balance: balance,
    total,
  };
}
