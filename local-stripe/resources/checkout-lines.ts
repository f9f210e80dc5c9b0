import type { Account } from '../account';
import { after } from '../billing/calendar';
import { currencyOf } from '../billing/currencies';
import { leastCharge } from '../billing/currency-units';
import { recurringOf } from '../billing/drafts';
import { LARGEST_CHARGE } from '../billing/largest-charge';
import type { CheckoutOrder } from '../checkout/order';
import { formatMoney } from '../hosted/templates/format';
import type { CheckoutSession, Price } from '../records';
import { invalid, missing, noSuch } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import type { GivenSession } from './checkout-rules';
import { createPrice } from './prices';

const MAX_LINES = 20;
const MAX_LINES_PAID_ONCE = 100;

/** The lines of an order: in a subscription prices that recur, and those that are paid once, with the first invoice. */
export function itemsOf(account: Account, given: GivenSession): CheckoutOrder['items'] {
  if (given.mode === 'setup') return [];
  if (!given.line_items?.length) throw missing('line_items');
  let [recurring, once] = [0, 0];
  const items = given.line_items.map((line, i) => {
    const param = `line_items[${i}]`;
    if (line?.quantity === undefined) throw missing(`${param}[quantity]`);
    const price = priceOf(account, line, param);
    if (price.recurring) refuseLateAnchor(account, given, price);
    if (price.recurring) recurring += 1;
    else once += 1;
    return {
      price: price.id,
      quantity: line.quantity,
      adjustable: adjustableOf(line, line.quantity, `${param}[adjustable_quantity]`),
    };
  });
  if (given.mode === 'payment') return onceOnly(items, recurring);
  if (recurring === 0)
    throw invalid('You must provide at least one recurring price in `subscription` mode when using prices.', {
      param: 'line_items',
    });
  if (recurring > MAX_LINES || once > MAX_LINES)
    throw invalid(`You may only specify up to ${MAX_LINES} recurring and ${MAX_LINES} one-time line items.`, {
      param: 'line_items',
    });
  const ids = items.map(({ price }) => price);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    throw invalid(`Cannot add multiple subscription items with the same plan: ${twice}`, {
      param: 'line_items',
    });
  return items;
}

function onceOnly(items: CheckoutOrder['items'], recurring: number): CheckoutOrder['items'] {
  if (recurring > 0)
    throw invalid(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      { param: 'line_items' },
    );
  if (items.length > MAX_LINES_PAID_ONCE)
    throw invalid(`You may only specify up to ${MAX_LINES_PAID_ONCE} line items.`, { param: 'line_items' });
  return items;
}

/** Whole periods begin at the end of the first one at the latest. */
function refuseLateAnchor(account: Account, given: GivenSession, price: Price): void {
  const anchor = given.subscription_data?.billing_cycle_anchor;
  const latest = after(account.now(), recurringOf(price), 1);
  if (anchor !== undefined && anchor > latest)
    throw invalid(
      `billing_cycle_anchor cannot be later than next natural billing date (${latest}) for plan`,
      { param: 'subscription_data[billing_cycle_anchor]' },
    );
}

/** Refuses a total that cannot be charged at once: too much, or in `mode=payment` less than the least charge. */
export function refuseTotal({ amount_total, currency, mode }: CheckoutSession): void {
  const total = amount_total ?? 0;
  if (total > LARGEST_CHARGE)
    throw invalid("The Checkout Session's total amount due is larger than what can be charged at once.", {
      code: 'amount_too_large',
      param: 'line_items',
    });
  const least = leastCharge(currency ?? 'usd');
  if (mode === 'payment' && total > 0 && total < least)
    throw invalid(
      `The Checkout Session's total amount must convert to at least ${formatMoney('en', { amount: least, currency: currency ?? 'usd' })}.`,
      { code: 'amount_too_small', param: 'line_items' },
    );
}

type Line = NonNullable<NonNullable<GivenSession['line_items']>[number]>;

/** How far the customer may change a quantity; Stripe's limits where none are given. Null when they may not. */
function adjustableOf({ adjustable_quantity: given }: Line, quantity: number, param: string) {
  if (!given?.enabled) return null;
  const { minimum = 0, maximum = 99 } = given;
  if (minimum > maximum)
    throw invalid(`The minimum (${minimum}) cannot be larger than the maximum (${maximum}).`, {
      param: `${param}[minimum]`,
    });
  if (quantity < minimum || quantity > maximum)
    throw invalid(
      `The quantity (${quantity}) must be from the adjustable minimum (${minimum}) to the maximum (${maximum}).`,
      { param: `${param}[${quantity < minimum ? 'minimum' : 'maximum'}]` },
    );
  return { minimum, maximum };
}

function priceOf(account: Account, { price: id, price_data: data }: Line, param: string): Price {
  if (id !== undefined && data)
    throw invalid(`You may only specify one of these parameters: price, price_data.`, { param });
  if (id === undefined && !data) throw missing(`${param}[price]`);
  if (data && data.product === undefined && !data.product_data)
    throw missing(`${param}[price_data][product]`);
  const price = data
    ? createPrice(account, {
        ...data,
        product_data: data.product_data && {
          ...data.product_data,
          metadata: mergeMetadata({}, data.product_data.metadata),
        },
      } as Parameters<typeof createPrice>[1]) // what is not given is absent there as well
    : account.store.get('prices', id ?? '');
  if (!price) throw noSuch('price', id ?? '', `${param}[price]`);
  if (!price.active)
    throw invalid('The price specified is inactive. This field only accepts active prices.', {
      param: `${param}[price]`,
    });
  return price;
}

/** The currency of the lines: the customer's, else the one asked for, else the first price's. */
export function currencyFor(
  account: Account,
  given: GivenSession,
  items: CheckoutOrder['items'],
): string | null {
  const first = account.store.get('prices', items[0]?.price ?? '')?.currency;
  const fixed =
    given.mode === 'payment' ? null : account.store.get('customers', given.customer ?? '')?.currency;
  const asked = given.currency === undefined ? undefined : currencyOf(given.currency, 'currency');
  if (fixed && asked && fixed !== asked)
    throw invalid(
      `You cannot combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with currency ${fixed}`,
      { param: 'currency' },
    );
  return asked ?? fixed ?? first ?? null;
}
