import type { Price } from '../records';
import { invalid } from '../wire/errors';
import { decimalText, scaled, wholeUnits } from './decimal';

type Tier = NonNullable<Price['tiers']>[number];

/** What one currency of a price asks for: an amount a unit, or tiers. */
type Terms = Readonly<{ unit: bigint | null; tiers: readonly Tier[] | null }>;

/**
 * Minor units that `quantity` of a price costs in a currency. A decimal amount is multiplied first and rounded once,
 * halves away from zero. Throws when the price has no amount in the currency.
 */
export function priceAmount(price: Price, currency: string, quantity: number): number {
  const { unit, tiers } = termsIn(price, currency);
  if (tiers) return wholeUnits(tieredAmount(tiers, price.tiers_mode, quantity));
  return wholeUnits((unit ?? 0n) * BigInt(packages(price.transform_quantity, quantity)));
}

/** One unit's amount as decimal text, such as `1500` or `0.5`; null for a tiered price. */
export function unitAmountDecimal(price: Price, currency: string): string | null {
  const { unit } = termsIn(price, currency);
  return unit === null ? null : decimalText(unit);
}

function termsIn(price: Price, currency: string): Terms {
  const option = price.currency_options?.[currency];
  const own = price.currency === currency ? price : undefined;
  const tiers = option?.tiers ?? own?.tiers ?? null;
  const decimal = option?.unit_amount_decimal ?? own?.unit_amount_decimal ?? null;
  if (tiers === null && decimal === null)
    throw invalid(
      `The price specified only supports ${Object.keys(price.currency_options ?? {})
        .map((each) => `\`${each}\``)
        .join(', ')}. This doesn't match the expected currency: \`${currency}\`.`,
      { param: 'currency' },
    );
  return { tiers, unit: decimal === null ? null : scaled(decimal) };
}

/** How many packages a quantity fills: 11 divided by 5 is 3 rounded up and 2 rounded down. */
function packages(transform: Price['transform_quantity'], quantity: number): number {
  if (!transform) return quantity;
  const exact = quantity / transform.divide_by;
  return transform.round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

/**
 * Volume: the tier that the quantity falls in prices all of it. Graduated: each tier prices what falls in it. A tier's
 * flat amount is added once it is reached; the first tier's is charged for a quantity of zero too.
 */
function tieredAmount(tiers: readonly Tier[], mode: Price['tiers_mode'], quantity: number): bigint {
  let total = 0n;
  let below = 0;
  for (const tier of tiers) {
    const last = tier.up_to === null || quantity <= tier.up_to;
    if (mode === 'volume' && last) return flatOf(tier) + unitOf(tier) * BigInt(quantity);
    if (mode !== 'volume')
      total += flatOf(tier) + unitOf(tier) * BigInt((last ? quantity : (tier.up_to ?? 0)) - below);
    if (last) break;
    below = tier.up_to ?? 0;
  }
  return total;
}

const unitOf = (tier: Tier): bigint => scaled(tier.unit_amount_decimal ?? '0');
const flatOf = (tier: Tier): bigint => scaled(tier.flat_amount_decimal ?? '0');
