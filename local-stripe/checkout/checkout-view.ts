import { couponOf, amountOff as offOf } from '../billing/discounts';
import { besidesTotal } from '../billing/invoice-sums';
import { productName, unitLabel } from '../billing/lines';
import { priceAmount, unitAmountDecimal } from '../billing/price-amount';
import { countryOptions } from '../hosted/countries';
import type { DiscountView, Frame, Money, Recurring } from '../hosted/templates/view';
import { translator } from '../messages/translator';
import type { CheckoutSession, Coupon } from '../records';
import { collects } from './billing-details';
import { dueToday } from './due-today';
import type { CheckoutField, CheckoutItem, CheckoutOrder, OpenCheckout } from './order';
import { limitsOf } from './quantity-limits';
import { shownOrder } from './shown-order';

const DAY = 86_400;

/** One line of the order: the price of all its units, for one interval or once. */
export type CheckoutLine = Readonly<{
  product: string;
  quantity: number;
  price: Money;
  /** What one costs; null where units have no price of their own. */
  unitAmount: Money | null;
  /** What the company calls a unit. */
  unitLabel: string | null;
  recurring: Recurring | null;
  /** How the customer may change the quantity of this line, and what they typed. */
  adjust: Readonly<{ place: number; minimum: number; maximum: number; value: string }> | null;
}>;

/** Everything that the Checkout page prints. Decided before: no clock, no store. */
export type CheckoutView = Readonly<{
  frame: Frame;
  /** Path the forms post to. */
  action: string;
  /** Value of the hidden field `token` of every form. */
  token: string;
  /** Names the order that is shown: no other one is paid by this page. */
  shown: string;
  mode: 'payment' | 'setup' | 'subscription';
  lines: readonly CheckoutLine[];
  dueToday: Money | null;
  /** What the customer's balance takes off today, negative, or adds. */
  balance: Money | null;
  /** What is too little to charge today, negative. */
  later: Money | null;
  /** What discounts take off today, negative. */
  off: Money | null;
  discount: DiscountView | null;
  /** When paying begins, or begins in whole periods (Unix seconds). */
  begins: Readonly<{ kind: 'trial' | 'anchor'; date: number }> | null;
  /** Whether a promotion code may be typed, and the one that was. */
  code: Readonly<{ applied: string | null }> | null;
  /** The customer's address when it is known already. */
  email: string | null;
  asksForCard: boolean;
  /** What is asked for besides the card. */
  asks: Readonly<{
    phone: boolean;
    address: boolean;
    countries: readonly Readonly<{ value: string; name: string }>[];
  }>;
  /** The company's own words above the button, as they are. */
  texts: Readonly<{ submit: string | null }>;
  /** Whether the card of a single payment is kept for later ones. */
  keepsCard: boolean;
  entered: CheckoutOrder['entered'];
  /** Why the last try failed, as a sentence, and the field that it is about. */
  problem: Readonly<{ field: CheckoutField | null; message: string }> | null;
}>;

/** Everything that the page shows of a session. */
export function checkoutView(
  open: OpenCheckout,
  page: { frame: Frame; action: string; token: string },
): CheckoutView {
  const { account, session, order } = open;
  const currency = session.currency ?? 'usd';
  const off = session.total_details?.amount_discount ?? 0;
  const due = dueToday(open);
  const { balance, later } = besidesTotal(due);
  const customer = account.store.get('customers', session.customer ?? '');
  return {
    ...page,
    mode: modeOf(session),
    shown: shownOrder(open),
    lines: order.items.flatMap((item, place) => lineView(open, item, place, currency)),
    dueToday: session.mode === 'setup' ? null : { amount: due.amount_due, currency },
    balance: balance === 0 ? null : { amount: balance, currency },
    later: later === 0 ? null : { amount: later, currency },
    off: off > 0 ? { amount: -off, currency } : null,
    discount: discountView(open, currency),
    begins: beginsOf(open),
    code: session.allow_promotion_codes ? { applied: codeOf(open) } : null,
    email: customer?.email ?? session.customer_email,
    asksForCard: asksForCard(open),
    keepsCard: order.payment?.setup_future_usage != null,
    asks: {
      ...collects(session),
      countries: collects(session).address ? countryOptions(page.frame.locale) : [],
    },
    entered: enteredIn(open),
    texts: {
      submit: session.custom_text.submit?.message ?? null,
    },
    problem: order.problem && {
      field: order.problem.field,
      message: translator(page.frame.locale)(order.problem.said.key, order.problem.said.values),
    },
  };
}

/** What was typed before; a known customer's own number and address to begin with. */
function enteredIn({ account, session, order }: OpenCheckout): CheckoutView['entered'] {
  if (order.entered.billing) return order.entered;
  const { address, phone } = account.store.get('customers', session.customer ?? '') ?? {};
  const { line1, line2, city, state, postal_code, country } = address ?? {};
  const known = { phone, line1, line2, city, state, postal_code, country };
  const billing = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, value ?? '']));
  return { ...order.entered, billing };
}

function modeOf({ mode }: CheckoutSession): CheckoutView['mode'] {
  if (mode === 'setup') return 'setup';
  return mode === 'payment' ? 'payment' : 'subscription';
}

/** Whether the customer has to type a card. */
export const asksForCard = ({ session }: OpenCheckout): boolean =>
  session.mode === 'setup' ||
  session.payment_method_collection !== 'if_required' ||
  (session.amount_total ?? 0) > 0;

function lineView(
  open: OpenCheckout,
  { price: id, quantity }: CheckoutItem,
  place: number,
  currency: string,
): CheckoutLine[] {
  const { account, order } = open;
  const price = account.store.get('prices', id);
  if (!price) return [];
  const unit = price.transform_quantity ? null : unitAmountDecimal(price, currency);
  const limits = limitsOf(open, place);
  const isWrong = order.problem?.field === `quantity_${place}`;
  const { interval = 'month', interval_count = 1 } = price.recurring ?? {};
  return [
    {
      product: productName(account, price),
      quantity,
      // A first tier can cost something for none; what is not ordered does not.
      price: { amount: quantity === 0 ? 0 : priceAmount(price, currency, quantity), currency },
      unitAmount: unit !== null && /^\d+$/.test(unit) ? { amount: Number(unit), currency } : null,
      unitLabel: unitLabel(account, price),
      adjust: limits && {
        ...limits,
        place,
        value: isWrong ? (order.entered.quantity ?? '') : String(quantity),
      },
      // Its interval was read by oneOf() at creation.
      recurring: price.recurring && {
        interval: interval as Recurring['interval'],
        intervalCount: interval_count,
      },
    },
  ];
}

function beginsOf({ account, order }: OpenCheckout): CheckoutView['begins'] {
  const { trial_end, trial_period_days, billing_cycle_anchor } = order.subscription;
  if (trial_end !== undefined) return { kind: 'trial', date: trial_end };
  if (trial_period_days !== undefined)
    return { kind: 'trial', date: account.now() + trial_period_days * DAY };
  return billing_cycle_anchor === undefined ? null : { kind: 'anchor', date: billing_cycle_anchor };
}

/** The promotion code that lowers the session; null without one. */
export function codeOf({ account, session }: OpenCheckout): string | null {
  const id = session.discounts?.[0]?.promotion_code;
  return (id && account.store.get('promotionCodes', id)?.code) || null;
}

function discountView(open: OpenCheckout, currency: string): DiscountView | null {
  const { account, session } = open;
  const [given] = session.discounts ?? [];
  const promotion = account.store.get('promotionCodes', given?.promotion_code ?? '');
  const coupon = couponOf(account, promotion?.promotion.coupon ?? given?.coupon ?? '');
  if (!coupon) return null;
  const off = offOf(coupon, currency);
  return {
    label: promotion?.code ?? coupon.name ?? coupon.id,
    percentOff: coupon.percent_off,
    amountOff: coupon.percent_off === null && off !== null ? { amount: off, currency } : null,
    duration: durationOf(coupon),
    isNew: true,
  };
}

function durationOf({ duration, duration_in_months }: Coupon): DiscountView['duration'] {
  if (duration === 'once') return { kind: 'once' };
  return duration === 'repeating'
    ? { kind: 'repeating', months: duration_in_months ?? 1 }
    : { kind: 'forever' };
}
