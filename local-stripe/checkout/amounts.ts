import type { Account } from '../account';
import { after } from '../billing/calendar';
import { amountOff, type Lowered, lower, type Terms } from '../billing/discounts';
import { productName } from '../billing/lines';
import { priceAmount } from '../billing/price-amount';
import { share } from '../billing/proration';
import { readDiscounts } from '../billing/redemption';
import type { CheckoutSession, Price } from '../records';
import { noSuch } from '../wire/errors';
import type { CheckoutOrder } from './order';

type LineItem = NonNullable<CheckoutSession['line_items']>['data'][number];
type Discounts = readonly Readonly<{ coupon: string | null; promotion_code: string | null }>[];

/** The lines that are ordered, each with its place among all. */
export const ordered = ({ items }: Pick<CheckoutOrder, 'items'>) =>
  items.map((item, place) => ({ ...item, place })).filter(({ quantity }) => quantity > 0);

/** The terms of a session's discounts for its customer. Throws Stripe's refusal when one may not be redeemed here. */
export function termsFor(
  account: Account,
  order: Pick<CheckoutOrder, 'items'>,
  given: { discounts: Discounts; customer: string | null; currency: string },
): Terms[] {
  const { currency, customer } = given;
  const amount = ordered(order).reduce(
    (sum, { price, quantity }) => sum + priceAmount(requirePrice(account, price), currency, quantity),
    0,
  );
  return readDiscounts(
    account,
    given.discounts.map(({ coupon, promotion_code }) => ({
      ...(promotion_code === null ? coupon !== null && { coupon } : { promotion_code }),
    })),
    { customer: customer ?? '', subscription: null, isUpdate: false, amount, currency },
    'discounts',
  );
}

/** The session's lines with what is due for each today: nothing in a trial, a share before an anchor in the future. */
export function lineItems(
  account: Account,
  sessionId: string,
  order: Pick<CheckoutOrder, 'items' | 'subscription'>,
  { terms, currency }: { terms: readonly Terms[]; currency: string },
): LineItem[] {
  const items = ordered(order);
  const prices = items.map(({ price }) => requirePrice(account, price));
  const lines = items.map(({ quantity }, i) => {
    const price = prices[i] as Price; // one for each item
    return { amount: dueNow(account, order, price, quantity, currency), product: price.product };
  });
  const lowered = loweredLines(lines, prices, terms, currency);
  return items.map(({ quantity, adjustable }, i) => {
    const [price, amount] = [prices[i] as Price, lines[i]?.amount ?? 0]; // one for each item
    const off = (lowered[i] ?? []).reduce((sum, each) => sum + each.amount, 0);
    return {
      id: `li_${sessionId.slice(-14)}${items[i]?.place}`,
      object: 'item',
      adjustable_quantity: adjustable ? { enabled: true, ...adjustable } : null,
      amount_discount: off,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount - off,
      currency,
      description: productName(account, price),
      metadata: {},
      price,
      quantity,
    };
  });
}

/** What discounts take off each line: recurring ones first; of an amount off, the others get what those left. */
function loweredLines(
  lines: readonly Readonly<{ amount: number; product: string }>[],
  prices: readonly Price[],
  terms: readonly Terms[],
  currency: string,
): Lowered[][] {
  const zeroed = (recurring: boolean) =>
    lines.map((line, i) => ((prices[i]?.recurring != null) === recurring ? line : { ...line, amount: 0 }));
  const first = lower(zeroed(true), terms, currency);
  const left = terms.map(({ discount, coupon }): Terms => {
    const whole = amountOff(coupon, currency);
    if (whole === null) return { discount, coupon };
    const used = first
      .flat()
      .reduce((sum, each) => sum + (each.discount === discount.id ? each.amount : 0), 0);
    const amount_off = whole - used;
    return {
      discount,
      coupon: { ...coupon, currency, amount_off, currency_options: { [currency]: { amount_off } } },
    };
  });
  const then = lower(zeroed(false), left, currency);
  return lines.map((_, i) => [...(first[i] ?? []), ...(then[i] ?? [])]);
}

function dueNow(
  account: Account,
  { subscription }: Pick<CheckoutOrder, 'subscription'>,
  price: Price,
  quantity: number,
  currency: string,
): number {
  const { trial_end, trial_period_days, billing_cycle_anchor: anchor, proration_behavior } = subscription;
  const whole = priceAmount(price, currency, quantity);
  if (!price.recurring) return whole;
  if (trial_end !== undefined || trial_period_days !== undefined) return 0;
  if (anchor === undefined) return whole;
  if (proration_behavior === 'none') return 0;
  return share(whole, anchor - account.now(), anchor - after(anchor, price.recurring, -1));
}

function requirePrice(account: Account, id: string): Price {
  const price = account.store.get('prices', id);
  if (!price) throw noSuch('price', id, 'line_items');
  return price;
}

/** The sums of a session, in minor units. */
export function totals(lines: readonly LineItem[]) {
  const sum = (of: (line: LineItem) => number): number => lines.reduce((total, line) => total + of(line), 0);
  return {
    amount_subtotal: sum((line) => line.amount_subtotal),
    amount_total: sum((line) => line.amount_total),
    total_details: {
      amount_discount: sum((line) => line.amount_discount),
      amount_shipping: 0,
      amount_tax: 0,
    },
  };
}

/** A session with other discounts: its lines and sums follow. */
export function withDiscounts(
  account: Account,
  session: CheckoutSession,
  order: CheckoutOrder,
  discounts: Discounts,
): CheckoutSession {
  const currency = session.currency ?? 'usd';
  const terms = termsFor(account, order, { discounts, customer: session.customer, currency });
  const lines = lineItems(account, session.id, order, { terms, currency });
  return {
    ...session,
    ...totals(lines),
    discounts: [...discounts],
    line_items: {
      object: 'list',
      data: lines,
      has_more: false,
      url: `/v1/checkout/sessions/${session.id}/line_items`,
    },
  };
}
