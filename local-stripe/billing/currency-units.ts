import { invalid } from '../wire/errors';
import { scaled } from './decimal';

/** Currencies without minor units at Stripe; isk and ugx keep two, against ISO. https://docs.stripe.com/currencies */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));

/** How many decimals a currency has at Stripe: 0, 2 or 3. */
export function fractionDigits(currency: string): 0 | 2 | 3 {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

/** Amounts in a three-decimal currency end in 0: Stripe's payment networks know only two decimals. */
export function refuseThirdDecimal(amount: string | number, currency: string, param: string): void {
  if (!THREE_DECIMAL.has(currency) || scaled(String(amount)) % scaled('10') === 0n) return;
  throw invalid(
    `Invalid amount: ${amount}. Amounts in ${currency} must be a multiple of 10, as the last of its three decimals must be 0.`,
    { param },
  );
}

/** The least that Stripe charges, in minor units. https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const LEAST: Readonly<Record<string, number>> = {
  ...{ aed: 200, aud: 50, bgn: 100, brl: 50, cad: 50, chf: 50, czk: 1500, dkk: 250, eur: 50, gbp: 30 },
  ...{ hkd: 400, huf: 17_500, inr: 50, jpy: 50, mxn: 1000, myr: 200, nok: 300, nzd: 50, pln: 200, ron: 200 },
  ...{ sek: 300, sgd: 50, thb: 1000, usd: 50 },
};

/** The least that can be charged in a currency, in minor units; 0 where Stripe publishes none. */
export const leastCharge = (currency: string): number => LEAST[currency] ?? 0;
