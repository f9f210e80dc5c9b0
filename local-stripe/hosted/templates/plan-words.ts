import type { Translate } from '../../messages/translator';
import { formatDate, formatMoney, formatPercent } from './format';
import type { DiscountView, ItemView, Money, Recurring } from './view';

/** The language of a page: its words, and its way to write money and dates. */
export type Language = Readonly<{ locale: string; t: Translate }>;

/** "Pro", or "5 × Pro". */
export function itemName(language: Language, item: Readonly<{ product: string; quantity: number }>): string {
  return item.quantity === 1 ? item.product : countedItem(language, item);
}

/** "5 × Pro", and "1 × Pro" where the quantity is the point. */
export function countedItem(
  { t }: Language,
  { product, quantity }: Readonly<{ product: string; quantity: number }>,
): string {
  return t('item.quantity', { product, quantity });
}

/** "5 × $49.00 / seat". */
export const unitsInWords = (language: Language, units: Units & Readonly<{ quantity: number }>): string =>
  language.t('item.units', { quantity: units.quantity, amount: unitPrice(language, units) });

type Units = Pick<ItemView, 'unitAmount' | 'unitLabel'>;

/** "$49.00 / seat", or "$49.00" where the company has no name for a unit. */
function unitPrice({ locale }: Language, { unitAmount, unitLabel }: Units): string {
  const amount = formatMoney(locale, unitAmount);
  return unitLabel ? `${amount} / ${unitLabel}` : amount;
}

/** What one interval of the item costs before any discount. */
export function recurringTotal(item: ItemView): Money {
  return { amount: item.unitAmount.amount * item.quantity, currency: item.unitAmount.currency };
}

/**
 * The recurring total while the discount lasts: what is taken off is rounded, as on the invoice.
 * An amount off never goes below zero.
 */
export function discountedTotal(item: ItemView, discount: DiscountView): Money {
  const { amount, currency } = recurringTotal(item);
  if (discount.percentOff !== null)
    return { amount: amount - Math.round((amount * discount.percentOff) / 100), currency };
  return { amount: Math.max(0, amount - (discount.amountOff?.amount ?? 0)), currency };
}

/** "$36.75 per month", "$49.00 every 3 months". */
export const priceInWords = (language: Language, unitAmount: Money, recurring: Recurring): string =>
  unitPriceInWords(language, { unitAmount, unitLabel: null, recurring });

/** "$49.00 / seat per month". */
export function unitPriceInWords(
  language: Language,
  { recurring, ...units }: Units & Readonly<{ recurring: Recurring }>,
): string {
  const { interval, intervalCount: count } = recurring;
  return language.t('price.recurring', { amount: unitPrice(language, units), interval, count });
}

/** "25% off for 3 months, then $49.00 per month". */
export function discountInWords(
  language: Language,
  discount: DiscountView,
  recurring: Recurring,
  afterDiscount: Money | null,
): string {
  const words = discountDuration(language, discount, recurring);
  if (afterDiscount === null || discount.duration.kind === 'forever') return words;
  return language.t('discount.then', {
    discount: words,
    price: priceInWords(language, afterDiscount, recurring),
  });
}

/** "25%" or "$10.00". */
export function discountSize({ locale }: Language, { amountOff, percentOff }: DiscountView): string {
  return amountOff ? formatMoney(locale, amountOff) : formatPercent(locale, percentOff ?? 0);
}

/** "25% off for 3 months", without the price afterwards. */
function discountDuration({ locale, t }: Language, discount: DiscountView, recurring: Recurring): string {
  const off = discountSize({ locale, t }, discount);
  const { duration } = discount;
  if (duration.kind === 'once') return t('discount.once', { off });
  if (duration.kind === 'forever') return t('discount.forever', { off });
  if (duration.until) return t('discount.until', { off, date: formatDate(locale, duration.until) });
  const { months } = duration;
  // A yearly invoice inside the window is discounted whole, one outside not at all: "for 3 months" would be wrong.
  if (months % intervalMonths(recurring) !== 0) return t('discount.window', { off, months });
  if (months % 12 === 0) return t('discount.years', { off, years: months / 12 });
  return t('discount.months', { off, months });
}

function intervalMonths({ interval, intervalCount }: Recurring): number {
  if (interval === 'year') return intervalCount * 12;
  return interval === 'month' ? intervalCount : 1;
}

/** The heading of a change: what is different, said first. */
export function changeHeading(
  language: Language,
  current: ItemView,
  next: ItemView,
  discount: DiscountView | null,
): string {
  const { t } = language;
  if (current.product !== next.product)
    return t('change.heading.product', { product: itemName(language, next) });
  if (!sameInterval(current.recurring, next.recurring)) {
    const { interval, intervalCount: count } = next.recurring;
    return t('change.heading.interval', { product: itemName(language, next), interval, count });
  }
  if (current.quantity !== next.quantity)
    return t('change.heading.quantity', { item: countedItem(language, next) });
  if (discount?.isNew) return t('change.heading.discount', { label: discount.label, product: next.product });
  return t('change.heading.same');
}

function sameInterval(a: Recurring, b: Recurring): boolean {
  return a.interval === b.interval && a.intervalCount === b.intervalCount;
}
