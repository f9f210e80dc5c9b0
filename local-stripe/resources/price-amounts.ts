import { currencyOf } from '../billing/currencies';
import { refuseThirdDecimal } from '../billing/currency-units';
import type { Price } from '../records';
import { invalid, missing } from '../wire/errors';
import { exactDecimal, type Infer, integer, oneOf, required } from '../wire/params';

/** The most that a price may ask for a unit, in minor units. */
export const MOST = 99_999_999_999;

/** One entry of a price's `tiers`. `up_to` is a quantity or `inf`. */
export const tierParams = {
  flat_amount: integer({ min: 0, max: MOST }),
  flat_amount_decimal: exactDecimal({ min: 0 }),
  unit_amount: integer({ min: 0, max: MOST }),
  unit_amount_decimal: exactDecimal({ min: 0 }),
  up_to: required(upTo()),
};

function upTo() {
  const [word, quantity] = [oneOf('inf'), integer({ min: 1 })];
  return {
    ...quantity,
    read: (value: Parameters<typeof word.read>[0], path: string) =>
      value === 'inf' ? word.read(value, path) : quantity.read(value, path),
  };
}

type GivenTier = Infer<typeof tierParams>;
type Given = Readonly<{
  billing_scheme?: 'per_unit' | 'tiered' | undefined;
  tiers?: readonly (GivenTier | undefined)[] | undefined;
  unit_amount?: number | undefined;
  unit_amount_decimal?: string | undefined;
}>;
type Amounts = Pick<Price, 'unit_amount' | 'unit_amount_decimal' | 'tiers'>;

const at = (path: string, name: string): string => (path === '' ? name : `${path}[${name}]`);

/** What a price asks for in one currency: an amount a unit, or tiers. Throws Stripe's refusal of a bad one. */
export function amounts(given: Given, currency: string, path: string): Amounts {
  if (given.billing_scheme === 'tiered') return tieredAmounts(given, currency, path);
  if (given.tiers)
    throw invalid('You can only specify tiers when billing_scheme=tiered.', { param: at(path, 'tiers') });
  const decimal = oneAmount(given, 'unit_amount', currency, path);
  if (decimal === null) throw missing(at(path, 'unit_amount'));
  return { unit_amount: whole(decimal), unit_amount_decimal: decimal };
}

function tieredAmounts(given: Given, currency: string, path: string): Amounts {
  if (given.unit_amount !== undefined || given.unit_amount_decimal !== undefined)
    throw invalid('You cannot specify unit_amount when billing_scheme=tiered. Use tiers.', {
      param: at(path, given.unit_amount === undefined ? 'unit_amount_decimal' : 'unit_amount'),
    });
  if (!given.tiers || given.tiers.length === 0) throw missing(at(path, 'tiers'));
  const tiers = given.tiers.map((tier, i) => tierOf(tier, currency, `${at(path, 'tiers')}[${i}]`));
  const ends = tiers.map((tier) => tier.up_to ?? Number.POSITIVE_INFINITY);
  if (ends.at(-1) !== Number.POSITIVE_INFINITY)
    throw invalid('The last tier must have up_to=inf.', { param: at(path, 'tiers') });
  if (ends.some((end, i) => end <= (ends[i - 1] ?? 0)))
    throw invalid('Tiers must be in the order of up_to, and each must go further than the one before.', {
      param: at(path, 'tiers'),
    });
  return { unit_amount: null, unit_amount_decimal: null, tiers };
}

function tierOf(
  given: GivenTier | undefined,
  currency: string,
  path: string,
): NonNullable<Price['tiers']>[number] {
  if (given?.up_to === undefined) throw missing(at(path, 'up_to'));
  const unit = oneAmount(given, 'unit_amount', currency, path);
  const flat = oneAmount(given, 'flat_amount', currency, path);
  if (unit === null && flat === null) throw missing(at(path, 'unit_amount'));
  return {
    flat_amount: flat === null ? null : whole(flat),
    flat_amount_decimal: flat,
    unit_amount: unit === null ? null : whole(unit),
    unit_amount_decimal: unit,
    up_to: given.up_to === 'inf' ? null : given.up_to,
  };
}

type AmountFields = {
  [name in 'unit_amount' | 'flat_amount']?: number | undefined;
} & { [name in 'unit_amount_decimal' | 'flat_amount_decimal']?: string | undefined };

/** An amount comes whole or as a decimal, not as both. */
function oneAmount(
  given: AmountFields,
  name: 'unit_amount' | 'flat_amount',
  currency: string,
  path: string,
): string | null {
  const [units, decimal] = [given[name], given[`${name}_decimal`]];
  if (units !== undefined && decimal !== undefined)
    throw invalid(`You may only specify one of these parameters: ${name}, ${name}_decimal.`, {
      param: at(path, name),
    });
  const amount = decimal ?? (units === undefined ? null : String(units));
  if (amount !== null)
    refuseThirdDecimal(amount, currency, at(path, decimal === undefined ? name : `${name}_decimal`));
  return amount;
}

/** `unit_amount` is null for a price of part of a minor unit. */
const whole = (decimal: string): number | null => (decimal.includes('.') ? null : Number(decimal));

type GivenOption = Given & { tax_behavior?: 'exclusive' | 'inclusive' | 'unspecified' | undefined };

/** The amounts in further currencies, each of the price's own kind. */
export function amountsOfOptions(
  given: Record<string, GivenOption | undefined> | null | undefined,
  tiered: boolean,
): NonNullable<Price['currency_options']> {
  return Object.fromEntries(
    Object.entries(given ?? {}).map(([code, each]) => {
      const path = `currency_options[${code}]`;
      const currency = currencyOf(code, path);
      const priced = amounts({ ...each, billing_scheme: tiered ? 'tiered' : 'per_unit' }, currency, path);
      return [
        currency,
        { custom_unit_amount: null, tax_behavior: each?.tax_behavior ?? 'unspecified', ...priced },
      ];
    }),
  );
}
