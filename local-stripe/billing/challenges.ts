import type { Account } from '../account';
import type { Challenge, PaymentMethod } from '../records';

type Opening = Readonly<{
  purpose: Challenge['purpose'];
  method: PaymentMethod;
  /** What is to be paid; null when a card is set up. Minor units. */
  amount: Challenge['amount'];
  /** Where the customer goes afterwards; null when nobody said. */
  returnUrl: string | null;
  /** Where passing it may lead at once instead. */
  landing?: string | null;
}>;

/** Makes the page on which the bank sees the customer. */
export function openChallenge(account: Account, opening: Opening): Challenge {
  const { purpose, method, amount, returnUrl, landing = null } = opening;
  const { brand = 'card', last4 = '', exp_month = 1, exp_year = 2000 } = method.card ?? {};
  return account.store.put('challenges', {
    id: `test_${account.ids.secret(40)}`,
    purpose,
    method: method.id,
    card: { brand, last4, expMonth: exp_month, expYear: exp_year },
    amount,
    returnUrl,
    landing,
    result: null,
  });
}

/** The page's address. */
export const challengeUrl = (account: Account, { id }: Challenge): string =>
  `${account.origin}/challenge/${account.id}/${id}`;

/** An intent's `next_action` that sends the customer to the page. */
export const redirectTo = (account: Account, challenge: Challenge) => ({
  type: 'redirect_to_url',
  redirect_to_url: { return_url: challenge.returnUrl, url: challengeUrl(account, challenge) },
});
