import { leastCharge, refuseThirdDecimal } from '../billing/currency-units';
import { LARGEST_CHARGE } from '../billing/largest-charge';
import { formatMoney } from '../hosted/templates/format';
import { invalid } from '../wire/errors';

/** Refuses what is too little or too much to be charged at once. Minor units. */
export function requireChargeable(amount: number, currency: string): void {
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
