import type { Account } from '../account';
import type { InvoiceLine } from '../records';
import { amountOff, type Lowered, lower, type Terms, termsOf } from './discounts';

const isPlain = (line: InvoiceLine): boolean => line.parent?.type === 'invoice_item_details';

/**
 * An invoice's lines with what discounts take off those that somebody added: first each line's own discounts, then the
 * invoice's. The other lines carry theirs already; of an amount off, what those have used is gone.
 */
export function discountedLines(
  account: Account,
  lines: readonly InvoiceLine[],
  terms: readonly Terms[],
  currency: string,
): InvoiceLine[] {
  const eligible = lines.filter((line) => isPlain(line) && line.discountable && line.amount > 0);
  if (eligible.length === 0) return [...lines];
  const now = account.now();
  const own = eligible.map((line) => {
    const product = productOf(line);
    const ownTerms = termsOf(account, line.discounts.map(String), now);
    return lower([{ amount: line.amount, product }], ownTerms, currency)[0] ?? [];
  });
  const left = eligible.map((line, i) => ({
    amount: (own[i] ?? []).reduce((rest, each) => rest - each.amount, line.amount),
    product: productOf(line),
  }));
  const rest = terms.map((each) => remaining(each, lines, currency));
  const shared = lower(left, rest, currency);
  const lowered = new Map(eligible.map((line, i) => [line.id, [...(own[i] ?? []), ...(shared[i] ?? [])]]));
  return lines.map((line) => withDiscounts(line, lowered.get(line.id)));
}

const productOf = (line: InvoiceLine): string => line.pricing?.price_details?.product ?? '';

function withDiscounts(line: InvoiceLine, lowered: readonly Lowered[] | undefined): InvoiceLine {
  if (!lowered) return line;
  const named = [...line.discounts.map(String), ...lowered.map(({ discount }) => discount)];
  return {
    ...line,
    discount_amounts: lowered.map(({ discount, amount }) => ({ amount, discount })),
    discounts: [...new Set(named)],
  };
}

/** The terms of a discount of which other lines have used a part of the amount. */
function remaining({ discount, coupon }: Terms, lines: readonly InvoiceLine[], currency: string): Terms {
  const whole = amountOff(coupon, currency);
  if (whole === null) return { discount, coupon };
  const used = lines
    .filter((line) => !isPlain(line))
    .flatMap((line) => line.discount_amounts ?? [])
    .reduce((sum, each) => sum + (each.discount === discount.id ? each.amount : 0), 0);
  const amount_off = Math.max(0, whole - used);
  return {
    discount,
    coupon: { ...coupon, amount_off, currency, currency_options: { [currency]: { amount_off } } },
  };
}
