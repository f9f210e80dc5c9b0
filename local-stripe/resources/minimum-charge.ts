import { leastCharge, refuseThirdDecimal } from '../billing/currency-units';
import { LARGEST_CHARGE } from '../billing/largest-charge';
import { formatMoney } from '../hosted/templates/format';
import { invalid } from '../wire/errors';

const NOT_POSITIVE =
  'The amount must be greater than or equal to the minimum charge amount allowed for your account and the currency set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a Payment Method for future use without an immediate payment, use a Setup Intent instead: https://docs.stripe.com/payments/setup-intents';

/** Refuses what is too little or too much to be charged at once. Minor units. */
export function requireChargeable(amount: number, currency: string): void {
  if (amount < 1) throw invalid(NOT_POSITIVE, { code: 'parameter_invalid_integer', param: 'amount' });
  const least = leastCharge(currency);
  if (amount < least)
    throw invalid(`Amount must be at least ${formatMoney('en', { amount: least, currency })} ${currency}`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  if (amount > LARGEST_CHARGE)
    throw invalid(
      `Amount must be no more than ${formatMoney('en', { amount: LARGEST_CHARGE, currency })} ${currency}`,
      { code: 'amount_too_large', param: 'amount' },
    );
  refuseThirdDecimal(amount, currency, 'amount');
}
