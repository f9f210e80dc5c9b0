import { leastCharge, refuseThirdDecimal } from '../billing/currency-units';
import { formatMoney } from '../portal/templates/format';
import { invalid } from '../wire/errors';

/** Eight digits. */
const MOST = 99_999_999;

/** Refuses what is too little or too much to be charged at once. Minor units. */
export function requireChargeable(amount: number, currency: string): void {
  const least = leastCharge(currency);
  if (amount < least)
    throw invalid(`Amount must be at least ${formatMoney('en', { amount: least, currency })} ${currency}`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  if (amount > MOST)
    throw invalid(
      `Amount must be no more than ${formatMoney('en', { amount: MOST, currency })} ${currency}`,
      { code: 'amount_too_large', param: 'amount' },
    );
  refuseThirdDecimal(amount, currency, 'amount');
}
