import type { Account } from '../account';
import { cardFrom, noAddress } from '../billing/cards';
import type { PaymentMethod } from '../records';
import type { CardEntry } from './card-entry';

/** The card of an entry as a payment method that no customer has yet. */
export function cardEntered(
  account: Account,
  { number, month, year, cvc, ...entry }: CardEntry,
): PaymentMethod {
  const method = cardFrom(account, { number, exp_month: month, exp_year: year, cvc });
  return account.store.put('paymentMethods', {
    ...method,
    billing_details: {
      ...method.billing_details,
      address: { ...noAddress, country: entry.country || null, postal_code: entry.postalCode || null },
      name: entry.name,
    },
  });
}
