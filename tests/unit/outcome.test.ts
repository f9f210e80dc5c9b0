import { describe, expect, it, test } from 'vitest';
import type { PortalIntent } from '@/lib/billing/portal-flow';
import {
  aDiscount,
  aProSubscription,
  aState,
  aSubscription,
  DECEMBER_1,
  MASTERCARD,
  NOVEMBER_16,
  VISA,
} from './given';
import { decide, ON_STARTER } from './visit';

describe('a cancellation', () => {
  const intent: PortalIntent = {
    kind: 'subscription_cancel',
    subscription: 'sub_1',
    retentionCoupon: null,
  };

  test.each([
    ['on flexible billing', { cancelAt: DECEMBER_1 }, DECEMBER_1],
    ['on classic billing', { cancelAtPeriodEnd: true }, DECEMBER_1],
    ['at once', { status: 'canceled', endedAt: NOVEMBER_16 }, NOVEMBER_16],
  ])('%s has its end', (_name, given, endsAt) => {
    const after = aState({ subscriptions: [aSubscription(given)] });
    expect(decide(intent, after)).toMatchObject({ about: 'cancellation', kind: 'changed', endsAt });
  });

  it('that was taken back for an offer has the discount and no end', () => {
    const after = aState({ subscriptions: [aSubscription({ discounts: [aDiscount()] })] });
    expect(decide({ ...intent, retentionCoupon: 'spring-25' }, after)).toMatchObject({
      kind: 'changed',
      endsAt: null,
      newDiscounts: [{ id: 'di_1' }],
    });
    expect(decide(intent, after)).toMatchObject({ kind: 'unchanged', newDiscounts: [] });
  });

  it('is superseded when the plan was changed meanwhile, and not when it ended', () => {
    const after = aState({ subscriptions: [aProSubscription({ discounts: [aDiscount()] })] });
    expect(decide(intent, after)).toMatchObject({
      kind: 'superseded',
      from: { plan: 'starter' },
      to: { plan: 'pro' },
    });
    expect(decide(intent, aState({ subscriptions: [] }))).toMatchObject({ kind: 'superseded', to: null });
    const ends = aState({ subscriptions: [aProSubscription({ cancelAt: DECEMBER_1 })] });
    expect(decide(intent, ends)).toMatchObject({ kind: 'changed', endsAt: DECEMBER_1 });
  });

  it('that was not confirmed changes nothing', () => {
    expect(decide(intent, ON_STARTER)).toMatchObject({ kind: 'unchanged', endsAt: null });
  });

  it('that stood before the visit is not its work, nor is one of another plan', () => {
    const ending = aState({ subscriptions: [aSubscription({ cancelAt: DECEMBER_1 })] });
    expect(decide(intent, ending, ending)).toMatchObject({ kind: 'unchanged', endsAt: DECEMBER_1 });
    const other = aState({ subscriptions: [aSubscription({ id: 'sub_2', cancelAt: DECEMBER_1 })] });
    expect(decide(intent, other)).toMatchObject({ kind: 'superseded', endsAt: null });
  });

  it('that was taken back meanwhile leaves the plan as it is', () => {
    const ending = aState({ subscriptions: [aSubscription({ cancelAt: DECEMBER_1 })] });
    expect(decide(intent, ON_STARTER, ending)).toMatchObject({ kind: 'unchanged', endsAt: null });
  });

  it('takes a discount of before for no offer', () => {
    const discounted = aState({ subscriptions: [aSubscription({ discounts: [aDiscount()] })] });
    expect(decide({ ...intent, retentionCoupon: 'spring-25' }, discounted, discounted)).toMatchObject({
      kind: 'unchanged',
      newDiscounts: [],
    });
  });
});

describe('a new card', () => {
  const intent: PortalIntent = { kind: 'payment_method_update' };

  it('is the new default', () => {
    const after = aState({ paymentMethod: MASTERCARD });
    expect(decide(intent, after)).toEqual({
      about: 'payment-method',
      kind: 'changed',
      was: VISA,
      now: MASTERCARD,
      planStillUses: null,
    });
  });

  it('does not pay a plan that has a card of its own', () => {
    const own = { ...VISA, id: 'pm_own' };
    const after = aState({
      paymentMethod: MASTERCARD,
      subscriptions: [aSubscription({ paymentMethod: own })],
    });
    expect(decide(intent, after)).toMatchObject({ kind: 'changed', planStillUses: { id: 'pm_own' } });
  });

  it('that the plan has as its own too is used by it', () => {
    const subscriptions = [aSubscription({ paymentMethod: MASTERCARD })];
    const after = aState({ paymentMethod: MASTERCARD, subscriptions });
    expect(decide(intent, after)).toMatchObject({ kind: 'changed', planStillUses: null });
  });

  it('may be the first, or none any more', () => {
    const bare = aState({ paymentMethod: null, subscriptions: [] });
    expect(decide(intent, aState(), bare)).toMatchObject({ kind: 'changed', was: null, now: VISA });
    expect(decide(intent, bare, aState())).toMatchObject({ kind: 'changed', was: VISA, now: null });
  });

  it('that was not entered leaves the old one', () => {
    expect(decide(intent, ON_STARTER)).toMatchObject({ kind: 'unchanged', now: VISA });
  });
});

describe('a visit to pause the plan', () => {
  const intent = { kind: 'subscription_pause', subscription: 'sub_1' } as const;

  it('is changed when Stripe says paused', () => {
    const after = aState({ subscriptions: [aSubscription({ status: 'paused' })] });
    expect(decide(intent, after)).toMatchObject({ about: 'pause', kind: 'changed' });
  });

  it('is unchanged when nothing was confirmed, or it was paused before', () => {
    const paused = aState({ subscriptions: [aSubscription({ status: 'paused' })] });
    expect(decide(intent, ON_STARTER)).toMatchObject({ kind: 'unchanged' });
    expect(decide(intent, paused, paused)).toMatchObject({ kind: 'unchanged' });
  });

  it('is superseded when Stripe no longer lists the plan', () => {
    expect(decide(intent, aState({ subscriptions: [] }))).toMatchObject({ kind: 'superseded', to: null });
  });

  it('is superseded when the plan ended or was changed meanwhile', () => {
    const ended = aState({ subscriptions: [aSubscription({ status: 'canceled', endedAt: NOVEMBER_16 })] });
    expect(decide(intent, ended)).toMatchObject({ kind: 'superseded', to: null });
    const onPro = aState({ subscriptions: [aProSubscription()] });
    expect(decide(intent, onPro)).toMatchObject({ kind: 'superseded', to: { plan: 'pro' } });
  });
});

describe('a visit to the billing information', () => {
  const intent = { kind: 'customer_update' } as const;
  const billing = { name: 'Ada Lovelace', phone: null, address: ['London'] };

  it('is changed when Stripe has other information, and keeps both', () => {
    const before = aState({ billing: { ...billing, address: ['Ockham'] } });
    expect(decide(intent, aState({ billing }), before)).toMatchObject({
      about: 'billing',
      kind: 'changed',
      was: { address: ['Ockham'] },
      now: { address: ['London'] },
    });
  });

  test.each([
    ['the name', { name: 'Ada King' }],
    ['the phone number', { phone: '+44 20 7946 0000' }],
    ['a line of the address', { address: ['London', 'England'] }],
  ])('is changed when %s is another', (_what, other) => {
    const after = aState({ billing: { ...billing, ...other } });
    expect(decide(intent, after, aState({ billing }))).toMatchObject({ kind: 'changed', was: billing });
  });

  it('is unchanged when it is the same', () => {
    expect(decide(intent, aState({ billing }), aState({ billing }))).toMatchObject({ kind: 'unchanged' });
  });
});
