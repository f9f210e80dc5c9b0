import type { Account } from '../account';
import type { Customer, Subscription } from '../records';
import { invalid } from '../wire/errors';
import { couponOf, runsAt, type Terms, termsOf } from './discounts';
import {
  endDiscount,
  newDiscount,
  recordDiscount,
  redeem,
  requireCoupon,
  requireRedeemableCode,
} from './redemption';

/** A coupon of a customer's own or the code of one, as versions before 2025-03-31 take it; null takes it back. */
type Given = Readonly<{ coupon?: string | null | undefined; promotion_code?: string | null | undefined }>;

/** Gives a customer a discount of their own, or takes it back. The customer with it comes back, not stored. */
export function withOwnDiscount(account: Account, customer: Customer, given: Given): Customer {
  const { coupon: named, promotion_code: code } = given;
  if (named && code)
    throw invalid('You may only specify one of these parameters: coupon, promotion_code.', {
      param: 'coupon',
    });
  const before = customer.discount;
  if (!named && !code) {
    if (named === undefined && code === undefined) return customer;
    if (before) endDiscount(account, before.id);
    return { ...customer, discount: null };
  }
  const redeemer = { customer: customer.id, subscription: null, isUpdate: false, amount: 0, currency: '' };
  const promotion = code ? requireRedeemableCode(account, code, redeemer, 'promotion_code') : null;
  const coupon = requireCoupon(account, promotion?.promotion.coupon ?? named ?? '', 'coupon');
  const discount = newDiscount(account, coupon, promotion, redeemer);
  if (!before) return { ...customer, discount: redeem(account, { discount, coupon }, {}) };
  const after = recordDiscount(account, { discount, coupon });
  account.emit('customer.discount.updated', after, before);
  return { ...customer, discount: after };
}

type Discounted = Pick<Subscription, 'customer' | 'discounts'>;

/** The discounts of a subscription's invoices: its own, and without any, its customer's. */
export const discountsFor = (account: Account, { customer, discounts }: Discounted): readonly string[] =>
  discounts.length > 0 ? discounts : customerDiscounts(account, customer);

/** The terms of `discountsFor` that still run at `moment`. */
export const termsFor = (account: Account, subscription: Discounted, moment: number): Terms[] =>
  termsOf(account, discountsFor(account, subscription), moment);

/** These terms, and without any, those of the customer's own discount. */
export const orCustomers = (account: Account, customer: string, terms: Terms[]): Terms[] =>
  terms.length > 0 ? terms : termsOf(account, customerDiscounts(account, customer), account.now());

/** The customer's own discount, as a list. */
export function customerDiscounts(account: Account, customer: string): readonly string[] {
  const discount = account.store.get('customers', customer)?.discount;
  return discount ? [discount.id] : [];
}

/** Takes a customer's own discount away where it is over: `used` by an invoice that it was good for once, or in time. */
export function endCustomerDiscount(account: Account, id: string, used: readonly string[]): void {
  const customer = account.store.get('customers', id);
  const discount = customer?.discount;
  if (!customer || !discount) return;
  const once = couponOf(account, discount.source.coupon ?? '')?.duration === 'once';
  if (runsAt(discount, account.now()) && !(once && used.includes(discount.id))) return;
  const after = account.store.put('customers', { ...customer, discount: null });
  endDiscount(account, discount.id);
  account.emit('customer.updated', after, customer);
}
