import { describe, expect, it, test } from 'vitest';
import { factsBefore } from '@/lib/billing/before';
import { type CheckoutIntent, checkoutParams, choiceMark } from '@/lib/billing/checkout';
import type { CustomerState } from '@/lib/billing/customer-state';
import { outcomeOf } from '@/lib/billing/outcome';
import {
  aDiscount,
  anInvoice,
  aProSubscription,
  aState,
  aSubscription,
  NOVEMBER_1,
  NOVEMBER_16,
} from './given';

const TO_PRO: CheckoutIntent = {
  kind: 'checkout',
  price: 'price_pro_month',
  quantity: 1,
  currency: 'usd',
  promotionCode: 'promo_1',
  isFree: false,
  backTo: '/pricing?promo=SPRING25&plan=pro&interval=month',
};
const RETURN = 'https://app.test/account/return/abc';
const NOTHING = aState({ subscriptions: [], invoices: [] });
const FIRST_INVOICE = anInvoice({
  id: 'in_pro',
  subscription: 'sub_new',
  amount: { amount: 3675, currency: 'usd' },
  amountDue: 3675,
  created: NOVEMBER_16,
});
const BEGUN = aProSubscription({ id: 'sub_new', created: NOVEMBER_16, discounts: [aDiscount()] });

describe('the session', () => {
  it('asks for the price, in the currency, with the code, and leads both ways back to the intent', () => {
    expect(checkoutParams(TO_PRO, 'cus_1', RETURN)).toEqual({
      mode: 'subscription',
      customer: 'cus_1',
      currency: 'usd',
      line_items: [{ price: 'price_pro_month', quantity: 1 }],
      success_url: RETURN,
      cancel_url: RETURN,
      metadata: { sidedoor_choice: choiceMark(TO_PRO) },
      discounts: [{ promotion_code: 'promo_1' }],
    });
  });

  it('leaves on the subscription where its customer came from', () => {
    const params = checkoutParams(TO_PRO, 'cus_1', RETURN, { sidedoor_campaign: 'k2m9xp' });
    expect(params.subscription_data).toEqual({ metadata: { sidedoor_campaign: 'k2m9xp' } });
  });

  it('takes a typed code where none is fixed', () => {
    const params = checkoutParams({ ...TO_PRO, promotionCode: null }, 'cus_1', RETURN);
    expect(params).toMatchObject({ allow_promotion_codes: true });
    expect(params).not.toHaveProperty('discounts');
  });

  it('asks for no card and no code where nothing is ever due', () => {
    const free = { ...TO_PRO, promotionCode: null, isFree: true };
    expect(checkoutParams(free, 'cus_1', RETURN)).toMatchObject({
      payment_method_collection: 'if_required',
      allow_promotion_codes: false,
    });
  });
});

test.each<[string, Partial<CheckoutIntent>, boolean]>([
  ['the way back', { backTo: '/pricing' }, true],
  ['the price', { price: 'price_starter_month' }, false],
  ['the quantity', { quantity: 2 }, false],
  ['the currency', { currency: 'eur' }, false],
  ['the code', { promotionCode: null }, false],
])('two choices that differ in %s share a session: %o → %s', (_what, difference, shared) => {
  expect(choiceMark({ ...TO_PRO, ...difference }) === choiceMark(TO_PRO)).toBe(shared);
});

describe('the outcome', () => {
  const decide = (after: CustomerState, before = NOTHING) =>
    outcomeOf(TO_PRO, factsBefore(before), after, NOVEMBER_16);

  it('is changed when the wanted plan began, with its first invoice and the discount', () => {
    expect(decide(aState({ subscriptions: [BEGUN], invoices: [FIRST_INVOICE] }))).toMatchObject({
      about: 'plan',
      kind: 'changed',
      from: null,
      to: { plan: 'pro', unit: { amount: 4900 } },
      invoice: { id: 'in_pro', amountDue: 3675 },
      newDiscounts: [{ id: 'di_1' }],
    });
  });

  it('has the first invoice of the plan that began, not a later one or that of another plan', () => {
    const invoices = [
      { ...FIRST_INVOICE, id: 'in_later', billingReason: 'subscription_update' },
      { ...FIRST_INVOICE, id: 'in_other', subscription: 'sub_other' },
      FIRST_INVOICE,
    ];
    expect(decide(aState({ subscriptions: [BEGUN], invoices }))).toMatchObject({ invoice: { id: 'in_pro' } });
  });

  it('is superseded when the wanted price began another number of times', () => {
    const three = { ...BEGUN, quantity: 3 };
    expect(decide(aState({ subscriptions: [three], invoices: [] }))).toMatchObject({ kind: 'superseded' });
  });

  it('is unchanged when nothing began', () => {
    expect(decide(NOTHING)).toMatchObject({ kind: 'unchanged', from: null, to: null, invoice: null });
  });

  it('is unchanged while the first payment has not gone through', () => {
    const incomplete = { ...BEGUN, status: 'incomplete' };
    expect(decide(aState({ subscriptions: [incomplete], invoices: [] }))).toMatchObject({
      kind: 'unchanged',
    });
  });

  it('is pending while Stripe waits for the first payment, 23 hours at most', () => {
    const subscriptions = [{ ...BEGUN, status: 'incomplete' }];
    const invoices = [{ ...FIRST_INVOICE, status: 'open' }];
    expect(decide(aState({ subscriptions, invoices }))).toMatchObject({
      kind: 'pending',
      from: null,
      to: { plan: 'pro' },
      invoice: { id: 'in_pro' },
      waitsUntil: 1_794_870_000,
    });
  });

  it('is pending while the plan runs and its first invoice is not paid', () => {
    const after = aState({ subscriptions: [BEGUN], invoices: [{ ...FIRST_INVOICE, status: 'open' }] });
    expect(decide(after)).toMatchObject({ kind: 'pending', to: { plan: 'pro' } });
    expect(decide(after)).not.toHaveProperty('waitsUntil');
  });

  it('is superseded when another plan began meanwhile', () => {
    const starter = aSubscription({ id: 'sub_new', created: NOVEMBER_16 });
    expect(decide(aState({ subscriptions: [starter], invoices: [] }))).toMatchObject({
      kind: 'superseded',
      to: { plan: 'starter' },
      invoice: null,
    });
  });

  it('is superseded by a plan that was there before the session was opened', () => {
    const older = aProSubscription({ id: 'sub_old', created: NOVEMBER_1 });
    expect(decide(aState({ subscriptions: [older] }))).toMatchObject({ kind: 'superseded' });
  });
});
