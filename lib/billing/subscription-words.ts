import { formatDate } from '../calendar';
import { formatMoney, type Money, money, subtract, times } from '../money';
import { catalogPlan, type Interval, type PlanKey } from './catalogue';
import type { Invoice } from './customer-state';
import { discountOn } from './promotion';
import { offInWords } from './promotion-words';
import type { Discount, PaymentMethod, Subscription } from './subscription';

/** The plan's name; a price from outside the catalogue is "Your plan". */
export const planName = (plan: PlanKey | null): string => (plan ? catalogPlan(plan).name : 'Your plan');

/** "$15.00 per month", "3 × $15.00 per month"; the interval is left out when unknown. */
export function priceInWords(unit: Money, quantity: number, interval: Interval | null): string {
  const price = quantity === 1 ? formatMoney(unit) : `${quantity} × ${formatMoney(unit)}`;
  return interval ? `${price} per ${interval}` : price;
}

/** "$15.00": what an invoice asks for. */
export const dueInWords = ({ amountDue: amount, amount: { currency } }: Invoice): string =>
  formatMoney({ amount, currency });

/** What the next regular invoice will be by the discounts that still count then. */
export function nextPrice(subscription: Subscription): Money {
  const full = times(subscription.unit, subscription.quantity);
  return subscription.discounts
    .filter((discount) => reachesNextInvoice(discount, subscription))
    .reduce(
      (price, { coupon }) => subtract(price, discountOn(price, coupon) ?? money(0, price.currency)),
      full,
    );
}

/** The discounts in one line: "25% off until 16 February 2027, then $49.00"; null without any. */
export function discountsInWords(subscription: Subscription): string | null {
  if (subscription.discounts.length === 0) return null;
  return subscription.discounts.map((discount) => discountInWords(discount, subscription)).join('; ');
}

/** What is taken off and how long, whatever comes then: "25% off until 16 February 2027"; null without any. */
export function discountTermsInWords({ discounts, unit }: Subscription): string | null {
  return discounts.map((discount) => termsInWords(discount, unit.currency)).join(' and ') || null;
}

/** What a discount takes off and how long. */
export function termsInWords({ coupon, end }: Discount, currency: string): string {
  const off = offInWords(coupon, currency);
  if (coupon.duration === 'forever') return `${off} for as long as you stay`;
  return end === null ? `${off} your next invoice` : `${off} until ${formatDate(end)}`;
}

function discountInWords(discount: Discount, subscription: Subscription): string {
  const full = formatMoney(times(subscription.unit, subscription.quantity));
  const terms = termsInWords(discount, subscription.unit.currency);
  if (discount.coupon.duration === 'forever') return terms;
  if (reachesNextInvoice(discount, subscription)) return `${terms}, then ${full}`;
  return `${terms}; your next invoice comes after that, at ${full}`;
}

// a discount that ends in the very second of the renewal no longer counts for it
const reachesNextInvoice = (discount: Discount, subscription: Subscription): boolean =>
  discount.end === null || discount.end > subscription.currentPeriodEnd;

const BRANDS: Readonly<Partial<Record<string, string>>> = {
  amex: 'American Express',
  cartes_bancaires: 'Cartes Bancaires',
  diners: 'Diners Club',
  discover: 'Discover',
  eftpos_au: 'Eftpos',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

/** "Visa ending in 4242"; for anything but a card its kind: "Sepa debit". */
export function paymentMethodInWords(method: PaymentMethod): string {
  const kind = method.brand
    ? (BRANDS[method.brand] ?? 'Card')
    : capitalised(method.type.replaceAll('_', ' '));
  return method.last4 ? `${kind} ending in ${method.last4}` : kind;
}

/** "08/2029"; empty for a method that does not expire. */
export function expiryInWords({ expMonth, expYear }: PaymentMethod): string {
  return expMonth && expYear ? `${String(expMonth).padStart(2, '0')}/${expYear}` : '';
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
