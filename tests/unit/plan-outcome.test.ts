import { describe, expect, it, test } from 'vitest';
import { isFinal } from '@/lib/billing/outcome';
import type { PortalIntent } from '@/lib/billing/portal-flow';
import { aDiscount, aProSubscription, aState, aSubscription, DECEMBER_1, NOVEMBER_16, VISA } from './given';
import { DECLINED, decide, FIRST, ON_STARTER, PRO_PLACE, TO_PRO, UPCOMING_FREE, UPGRADE } from './visit';

describe('a confirmed change of plan', () => {
  it('is changed when Stripe has the new price, with the invoice of the change and the new discount', () => {
    const discounts = [aDiscount()];
    const after = aState({ subscriptions: [aProSubscription({ discounts })], invoices: [UPGRADE, FIRST] });
    expect(decide(TO_PRO, after)).toMatchObject({
      about: 'plan',
      kind: 'changed',
      from: { plan: 'starter', unit: { amount: 1500 } },
      to: { plan: 'pro', unit: { amount: 4900 } },
      invoice: { id: 'in_upgrade' },
      newDiscounts: [{ id: 'di_1' }],
      paymentMethod: VISA,
    });
  });

  it('is changed without an invoice when nothing was due', () => {
    const after = aState({ subscriptions: [aProSubscription()] });
    expect(decide(TO_PRO, after)).toMatchObject({ kind: 'changed', invoice: null });
  });

  it('is changed when a second card paid after the first was declined', () => {
    const after = aState({
      subscriptions: [aProSubscription()],
      invoices: [UPGRADE, { ...DECLINED, status: 'void' }, FIRST],
    });
    expect(decide(TO_PRO, after)).toMatchObject({ kind: 'changed', invoice: { id: 'in_upgrade' } });
  });

  it('is changed when only the discount was to change', () => {
    const after = aState({ subscriptions: [aSubscription({ discounts: [aDiscount()] })] });
    const samePrice = { ...TO_PRO, price: 'price_starter_month' };
    expect(decide(samePrice, after)).toMatchObject({ kind: 'changed', to: { plan: 'starter' } });
    expect(decide(samePrice, ON_STARTER)).toMatchObject({ kind: 'unchanged' });
  });

  it('has a failed payment when a later invoice of the visit was not tried', () => {
    const invoices = [{ ...UPGRADE, id: 'in_untried', status: 'open', attemptCount: 0 }, DECLINED, FIRST];
    expect(decide(TO_PRO, aState({ invoices }))).toMatchObject({
      kind: 'payment-failed',
      invoice: { id: 'in_declined' },
    });
  });

  it('has the discounts alone that were not there before', () => {
    const before = aState({ subscriptions: [aSubscription({ discounts: [aDiscount()] })] });
    const discounts = [aDiscount(), aDiscount({ id: 'di_2' })];
    const after = aState({ subscriptions: [aProSubscription({ discounts })] });
    expect(decide(TO_PRO, after, before)).toMatchObject({ newDiscounts: [{ id: 'di_2' }] });
    expect(decide(TO_PRO, aState({ subscriptions: [aProSubscription()] }), before)).toMatchObject({
      newDiscounts: [],
    });
  });

  it('is unchanged when the customer went back', () => {
    expect(decide(TO_PRO, ON_STARTER)).toMatchObject({
      kind: 'unchanged',
      to: { plan: 'starter' },
      invoice: null,
    });
  });

  test.each([
    ['is still open', 'open'],
    ['was given up', 'void'],
  ])('has a failed payment while the declined invoice %s', (_name, status) => {
    const after = aState({ invoices: [{ ...DECLINED, status }, FIRST] });
    expect(decide(TO_PRO, after)).toMatchObject({
      kind: 'payment-failed',
      to: { plan: 'starter' },
      invoice: { id: 'in_declined' },
    });
  });

  it('tells that the discount stayed although the payment failed', () => {
    const after = aState({
      subscriptions: [aSubscription({ discounts: [aDiscount()] })],
      invoices: [DECLINED, FIRST],
    });
    expect(decide(TO_PRO, after)).toMatchObject({ kind: 'payment-failed', newDiscounts: [{ id: 'di_1' }] });
  });

  it('is pending while its invoice was not tried yet', () => {
    const after = aState({ invoices: [{ ...DECLINED, attemptCount: 0 }, FIRST] });
    expect(decide(TO_PRO, after)).toMatchObject({ kind: 'pending' });
  });

  describe('that Stripe carries out once it is paid for', () => {
    const pendingUpdate = { ...PRO_PLACE, expiresAt: NOVEMBER_16 + 82_800 };
    const waiting = aSubscription({ pendingUpdate, latestInvoice: 'in_declined' });

    it('is pending as long as Stripe waits, whether or not the bank was asked', () => {
      for (const attemptCount of [0, 1]) {
        const invoices = [{ ...DECLINED, attemptCount }, FIRST];
        expect(decide(TO_PRO, aState({ subscriptions: [waiting], invoices }))).toMatchObject({
          kind: 'pending',
          from: { plan: 'starter' },
          to: { plan: 'pro' },
          waitsUntil: 1_794_870_000,
          invoice: { id: 'in_declined' },
        });
      }
    });

    it('has a failed payment once Stripe has given it up', () => {
      const after = aState({ invoices: [{ ...DECLINED, status: 'void' }, FIRST] });
      expect(decide(TO_PRO, after)).toMatchObject({ kind: 'payment-failed', to: { plan: 'starter' } });
    });

    it('is nothing of a visit that came before it or wanted something else', () => {
      const after = aState({ subscriptions: [waiting], invoices: [DECLINED, FIRST] });
      expect(decide(TO_PRO, after, after)).toMatchObject({ kind: 'unchanged' });
      const toScale = { ...TO_PRO, price: 'price_scale_month' };
      expect(decide(toScale, after)).toMatchObject({ kind: 'unchanged', invoice: null });
    });
  });

  test.each([
    ['active', 0, 'pending'],
    ['active', 1, 'pending'],
    ['past_due', 1, 'payment-failed'],
  ])(
    'that was carried out before its invoice is paid, on a plan that is %s after %i tries, is %s',
    (status, attemptCount, kind) => {
      const after = aState({
        subscriptions: [aProSubscription({ status })],
        invoices: [{ ...DECLINED, attemptCount }, FIRST],
      });
      expect(decide(TO_PRO, after)).toMatchObject({ kind, to: { plan: 'pro' } });
    },
  );

  it('that was carried out before its invoice is paid is changed without a charge once that is void', () => {
    const invoices = [{ ...DECLINED, status: 'void', attemptCount: 0 }, FIRST];
    const after = aState({ subscriptions: [aProSubscription()], invoices });
    expect(decide(TO_PRO, after)).toMatchObject({ kind: 'changed', invoice: null });
  });

  it('is scheduled when a schedule was put on the subscription', () => {
    const toFree = { ...TO_PRO, price: 'price_free_month', promotionCode: null };
    const after = aState({
      subscriptions: [aSubscription({ schedule: 'sub_sched_1', upcoming: UPCOMING_FREE })],
    });
    expect(decide(toFree, after)).toMatchObject({
      kind: 'scheduled',
      from: { plan: 'starter' },
      to: { plan: 'free' },
      startsAt: DECEMBER_1,
    });
  });

  it('is unchanged when a schedule that was there before is not any more', () => {
    const before = aState({
      subscriptions: [aSubscription({ schedule: 'sub_sched_1', upcoming: UPCOMING_FREE })],
    });
    expect(decide(TO_PRO, ON_STARTER, before)).toMatchObject({ kind: 'unchanged', to: { plan: 'starter' } });
  });

  it('is unchanged when the schedule was there before', () => {
    const scheduled = aState({
      subscriptions: [aSubscription({ schedule: 'sub_sched_1', upcoming: UPCOMING_FREE })],
    });
    expect(decide(TO_PRO, scheduled, scheduled)).toMatchObject({ kind: 'unchanged' });
  });

  it('is scheduled when the same schedule leads to another plan than before', () => {
    const schedule = 'sub_sched_1';
    const toFree = aState({ subscriptions: [aProSubscription({ schedule, upcoming: UPCOMING_FREE })] });
    const upcoming = { ...UPCOMING_FREE, priceId: 'price_starter_month', plan: 'starter' as const };
    const toStarter = aState({ subscriptions: [aProSubscription({ schedule, upcoming })] });
    const intent = { ...TO_PRO, price: 'price_starter_month' };
    expect(decide(intent, toStarter, toFree)).toMatchObject({ kind: 'scheduled', to: { plan: 'starter' } });
  });
});

describe('the invoices of an earlier visit', () => {
  const before = aState({ invoices: [DECLINED, FIRST] });

  it('do not count, even in the same second', () => {
    expect(decide(TO_PRO, before, before)).toMatchObject({ kind: 'unchanged', invoice: null });
  });

  it('do not count when they are older than the visit and the list was cut', () => {
    const cut = aState({ invoices: [{ ...DECLINED, created: NOVEMBER_16 - 1 }] });
    expect(decide(TO_PRO, cut)).toMatchObject({ kind: 'unchanged', invoice: null });
  });

  it('are told from those of somebody who had none', () => {
    const after = aState({ subscriptions: [aProSubscription()], invoices: [UPGRADE] });
    expect(decide(TO_PRO, after, aState({ invoices: [] }))).toMatchObject({ invoice: { id: 'in_upgrade' } });
  });

  it('leave the invoice of this visit', () => {
    const after = aState({ subscriptions: [aProSubscription()], invoices: [UPGRADE, DECLINED, FIRST] });
    expect(decide(TO_PRO, after, before)).toMatchObject({ kind: 'changed', invoice: { id: 'in_upgrade' } });
  });
});

it('takes no invoice of another plan, nor one that the visit did not make', () => {
  const invoices = [
    { ...UPGRADE, id: 'in_other_plan', subscription: 'sub_2' },
    { ...UPGRADE, id: 'in_renewal', billingReason: 'subscription_cycle' },
    FIRST,
  ];
  const after = aState({ subscriptions: [aProSubscription()], invoices });
  expect(decide(TO_PRO, after)).toMatchObject({ kind: 'changed', invoice: null });
});

it('takes any plan that is planned for the answer when the plan was chosen in the portal', () => {
  const intent: PortalIntent = { kind: 'subscription_update', subscription: 'sub_1' };
  const subscriptions = [aSubscription({ schedule: 'sub_sched_1', upcoming: UPCOMING_FREE })];
  expect(decide(intent, aState({ subscriptions }))).toMatchObject({
    kind: 'scheduled',
    to: { plan: 'free' },
  });
});

it('takes any other price for the answer when the plan was chosen in the portal', () => {
  const intent: PortalIntent = { kind: 'subscription_update', subscription: 'sub_1' };
  const scale = aSubscription({ priceId: 'price_scale_month', plan: 'scale' });
  expect(decide(intent, aState({ subscriptions: [scale] }))).toMatchObject({
    kind: 'changed',
    to: { plan: 'scale' },
  });
  expect(decide(intent, ON_STARTER)).toMatchObject({ kind: 'unchanged' });
});

it('is final only when the visit did its work', () => {
  const changed = decide(TO_PRO, aState({ subscriptions: [aProSubscription()] }));
  const failed = decide(TO_PRO, aState({ invoices: [DECLINED, FIRST] }));
  expect([changed, failed, decide({ kind: 'home' }, ON_STARTER)].map(isFinal)).toEqual([true, false, false]);
});
