import type { Account } from '../account';
import type { Coupon, Discount, PromotionCode } from '../records';
import { invalid, noSuch } from '../wire/errors';
import { after } from './calendar';
import { couponOf, type Terms } from './discounts';
import { couponNow, promotionCodeNow } from './validity';

/** One entry of a `discounts` parameter. */
export type DiscountParam = Readonly<{
  coupon?: string | undefined;
  discount?: string | undefined;
  promotion_code?: string | undefined;
}>;

type Redeemer = Readonly<{
  customer: string;
  subscription: string | null;
  /** The subscription exists already, so a minimum amount cannot be promised to hold. */
  isUpdate: boolean;
  /** A single item: a minimum amount is for a whole purchase. */
  item?: 'invoice item' | 'subscription item';
  /** The purchase before any discount, in minor units; the minimum amount is measured against it. */
  amount: number;
  currency: string;
}>;

const PRIOR =
  'This promotion code cannot be redeemed because the associated customer has prior transactions.';
const minimumOn = (what: string): string =>
  `This promotion code cannot be redeemed on ${what} because it uses the \`minimum_amount\` restriction`;
const MINIMUM =
  'This promotion code cannot be redeemed because the associated purchase does not meet the minimum amount requirement';

/**
 * The terms that a `discounts` parameter asks for. An entry with `discount` keeps an existing one; a coupon or code
 * becomes a new discount, not stored yet. Throws Stripe's refusal when a code may not be redeemed here.
 */
export function readDiscounts(
  account: Account,
  given: readonly (DiscountParam | undefined)[],
  redeemer: Redeemer,
  param: string,
): Terms[] {
  if (given.length > 20) throw invalid('You may only specify up to 20 discounts.', { param });
  const terms = given.map((entry = {}, i) => readDiscount(account, entry, redeemer, `${param}[${i}]`));
  const coupons = terms.map(({ coupon }) => coupon.id);
  if (new Set(coupons).size < coupons.length)
    throw invalid('The same coupon cannot be applied more than once.', { param });
  return terms;
}

function readDiscount(account: Account, entry: DiscountParam, redeemer: Redeemer, param: string): Terms {
  const named = [entry.coupon, entry.discount, entry.promotion_code].filter((each) => each !== undefined);
  if (named.length !== 1)
    throw invalid('You must specify exactly one of coupon, discount, or promotion_code.', { param });
  if (entry.discount !== undefined) {
    const discount = account.store.get('discounts', entry.discount);
    const coupon = discount && couponOf(account, discount.source.coupon ?? '');
    if (!discount || !coupon || discount.subscription !== redeemer.subscription)
      throw noSuch('discount', entry.discount, `${param}[discount]`);
    return { discount, coupon };
  }
  const promotion =
    entry.promotion_code === undefined
      ? null
      : requireRedeemableCode(account, entry.promotion_code, redeemer, `${param}[promotion_code]`);
  const couponId = promotion?.promotion.coupon ?? entry.coupon ?? '';
  const coupon = requireCoupon(account, couponId, `${param}[coupon]`);
  if (coupon.currency !== null && coupon.currency_options?.[redeemer.currency] === undefined)
    throw invalid(
      `The coupon \`${couponId}\` is in ${coupon.currency} and has no amount in ${redeemer.currency}.`,
      { param: `${param}[coupon]` },
    );
  return { coupon, discount: newDiscount(account, coupon, promotion, redeemer) };
}

/** A coupon that can still be redeemed; throws for one that is unknown, used up or over. */
export function requireCoupon(account: Account, id: string, param: string): Coupon {
  const coupon = account.store.get('coupons', id);
  if (!coupon) throw noSuch('coupon', id, param);
  if (!couponNow(account, coupon).valid)
    throw invalid(`Coupon ${id} is used up or expired and cannot be applied.`, {
      code: 'coupon_expired',
      param,
    });
  return coupon;
}

/** A discount from now on, not stored yet. */
export function newDiscount(
  account: Account,
  coupon: Coupon,
  promotion: PromotionCode | null,
  redeemer: Pick<Redeemer, 'customer' | 'subscription'>,
): Discount {
  const start = account.now();
  const months = coupon.duration === 'repeating' ? coupon.duration_in_months : null;
  return {
    id: account.ids.next('di'),
    object: 'discount',
    checkout_session: null,
    customer: redeemer.customer,
    customer_account: null,
    end: months === null ? null : after(start, { interval: 'month', interval_count: 1 }, months),
    invoice: null,
    invoice_item: null,
    promotion_code: promotion?.id ?? null,
    source: { type: 'coupon', coupon: coupon.id },
    start,
    subscription: redeemer.subscription,
    subscription_item: null,
  };
}

/** A code that this customer may redeem here and now; throws in Stripe's words when not. */
export function requireRedeemableCode(
  account: Account,
  id: string,
  redeemer: Redeemer,
  param: string,
): PromotionCode {
  const stored = account.store.get('promotionCodes', id);
  if (!stored) throw noSuch('promotion code', id, param);
  const promotion = promotionCodeNow(account, stored);
  const { restrictions } = promotion;
  if (!promotion.active)
    throw invalid(`This promotion code is expired or inactive: ${promotion.code}`, { param });
  if (promotion.customer !== null && promotion.customer !== redeemer.customer)
    throw invalid('This promotion code cannot be redeemed because it belongs to another customer.', {
      param,
    });
  if (restrictions.first_time_transaction && hasPriorTransactions(account, redeemer.customer))
    throw invalid(PRIOR, { code: 'promotion_code_customer_not_first_time', param });
  if (restrictions.minimum_amount === null) return promotion;
  if (redeemer.isUpdate)
    throw invalid(`${minimumOn('a subscription update')} and the amount may change.`, { param });
  if (redeemer.item)
    throw invalid(
      `${minimumOn(redeemer.item === 'invoice item' ? 'an invoice item' : 'a subscription item')}.`,
      {
        param,
      },
    );
  const minimum = restrictions.currency_options?.[redeemer.currency]?.minimum_amount;
  if (minimum === undefined || redeemer.amount < minimum) throw invalid(MINIMUM, { param });
  return promotion;
}

/** Whether the customer has paid before, tried to, or has had a trial. */
export function hasPriorTransactions(account: Account, customer: string): boolean {
  return (
    account.store
      .by('paymentIntents', 'customer', customer)
      .some((each) => each.latest_charge !== null || each.status === 'succeeded') ||
    account.store
      .by('invoices', 'customer', customer)
      .some((each) => each.attempted || each.amount_paid > 0) ||
    account.store.by('subscriptions', 'customer', customer).some((each) => each.trial_start !== null)
  );
}

/**
 * Stores a new discount of a subscription (by id), an invoice, an item, a Checkout session or a customer, and tells of
 * it.
 */
export function redeem(
  account: Account,
  terms: Terms,
  holder: string | Partial<Pick<Discount, 'checkout_session' | 'customer' | 'invoice' | 'invoice_item'>>,
): Discount {
  const already = account.store.get('discounts', terms.discount.id);
  if (already) return already;
  const stored = recordDiscount(account, {
    ...terms,
    discount: {
      ...terms.discount,
      ...(typeof holder === 'string' ? { subscription: holder } : holder),
    },
  });
  account.emit('customer.discount.created', stored);
  return stored;
}

/** Stores a discount; it counts as one redemption of its coupon and of its code. */
export function recordDiscount(account: Account, { discount, coupon }: Terms): Discount {
  const stored = account.store.put('discounts', discount);
  const counted = account.store.put('coupons', { ...coupon, times_redeemed: coupon.times_redeemed + 1 });
  account.store.put('coupons', couponNow(account, counted));
  const promotion = account.store.get('promotionCodes', discount.promotion_code ?? '');
  if (promotion) {
    const used = { ...promotion, times_redeemed: promotion.times_redeemed + 1 };
    const after = account.store.put('promotionCodes', promotionCodeNow(account, used));
    account.emit('promotion_code.updated', after, promotion);
  }
  return stored;
}

/** Ends a discount; invoices that it lowered still name it. */
export function endDiscount(account: Account, id: string): void {
  const discount = account.store.get('discounts', id);
  if (discount) account.emit('customer.discount.deleted', discount);
}
