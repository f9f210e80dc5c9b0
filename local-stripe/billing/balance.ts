import type { Account } from '../account';
import type { BalanceTransaction, Customer } from '../records';

type Reason = Readonly<{
  type: BalanceTransaction['type'];
  currency: string;
  invoice?: string;
  description?: string | null;
  metadata?: Record<string, string>;
}>;

/**
 * Adds to what a customer owes (minor units; a credit is negative) and notes why. Stores the transaction and gives the
 * customer as it is to be, which the caller stores; the first amount fixes the customer's currency.
 */
export function withBalance(
  account: Account,
  customer: Customer,
  amount: number,
  reason: Reason,
): { customer: Customer; transaction: BalanceTransaction } {
  const balance = customer.balance + amount;
  const transaction = account.store.put('balanceTransactions', {
    id: account.ids.next('cbtxn'),
    object: 'customer_balance_transaction',
    amount,
    checkout_session: null,
    created: account.now(),
    credit_note: null,
    currency: reason.currency,
    customer: customer.id,
    customer_account: null,
    description: reason.description ?? null,
    ending_balance: balance,
    invoice: reason.invoice ?? null,
    livemode: false,
    metadata: reason.metadata ?? {},
    type: reason.type,
  });
  return { transaction, customer: { ...customer, balance, currency: customer.currency ?? reason.currency } };
}

/** The currency of an amount that is set without one, for a customer who was never billed. */
export const DEFAULT_CURRENCY = 'usd';
