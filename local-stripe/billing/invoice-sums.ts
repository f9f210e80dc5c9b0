import type { Invoice, InvoiceLine } from '../records';
import { leastCharge } from './currency-units';

type Sums = Pick<
  Invoice,
  | 'amount_due'
  | 'amount_remaining'
  | 'starting_balance'
  | 'subtotal'
  | 'subtotal_excluding_tax'
  | 'total'
  | 'total_discount_amounts'
  | 'total_excluding_tax'
>;

/** What is charged of what is owed (minor units): no amount below Stripe's least, which is owed with the next invoice. */
export const amountDue = (owed: number, currency: string): number =>
  owed >= Math.max(1, leastCharge(currency)) ? owed : 0;

/** An invoice's sums for a customer who owes `balance`, in minor units. */
export function sumsOf(lines: readonly InvoiceLine[], balance: number, currency: string): Sums {
  const subtotal = sum(lines.map((line) => line.amount));
  const discounts = totals(lines);
  const total = subtotal - sum(discounts.map((each) => each.amount));
  const owed = total + balance;
  const due = amountDue(owed, currency);
  return {
    amount_due: due,
    amount_remaining: due,
    starting_balance: balance,
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_discount_amounts: discounts,
    total_excluding_tax: total,
  };
}

/**
 * What stands between an invoice's total and its amount due, in minor units: what the customer's balance adds or takes, and,
 * negative, what is too little to charge and owed with the next invoice.
 */
export function besidesTotal({
  amount_due,
  starting_balance,
  total,
}: Pick<Invoice, 'amount_due' | 'starting_balance' | 'total'>): {
  balance: number;
  later: number;
} {
  const owed = total + starting_balance;
  return amount_due === 0 && owed > 0
    ? { balance: starting_balance, later: -owed }
    : { balance: amount_due - Math.max(0, total), later: 0 };
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

function totals(lines: readonly InvoiceLine[]): Array<{ amount: number; discount: string }> {
  const byDiscount = new Map<string, number>();
  for (const { amount, discount } of lines.flatMap((line) => line.discount_amounts ?? []))
    byDiscount.set(discount, (byDiscount.get(discount) ?? 0) + amount);
  return [...byDiscount].map(([discount, amount]) => ({ amount, discount }));
}
