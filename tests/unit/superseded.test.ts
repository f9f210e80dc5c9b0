import { describe, expect, it, test } from 'vitest';
import { isFinal, type Outcome } from '@/lib/billing/outcome';
import type { Upcoming } from '@/lib/billing/subscription';
import { aProSubscription, aState, aSubscription, DECEMBER_1, MASTERCARD, NOVEMBER_16 } from './given';
import { DECLINED, decide, FIRST, ON_STARTER, TO_PRO, UPCOMING_FREE, UPGRADE } from './visit';

describe('a change of plan that something else came before is superseded', () => {
  const ON_SCALE = aSubscription({ priceId: 'price_scale_month', plan: 'scale' });
  const TO_STARTER = { ...TO_PRO, price: 'price_starter_month' };
  const scheduled = (upcoming: Upcoming | null, on = aSubscription) =>
    aState({ subscriptions: [on({ schedule: 'sub_sched_1', upcoming })] });

  test.each([
    ['when the plan is neither what it was nor what was wanted', TO_PRO, [ON_SCALE], 'scale'],
    ['when the number changed', TO_PRO, [aSubscription({ quantity: 3 })], 'starter'],
    [
      'when the plan has the wanted price another number of times',
      TO_PRO,
      [aProSubscription({ quantity: 3 })],
      'pro',
    ],
    ['when the plan has ended', TO_PRO, [aSubscription({ status: 'canceled', endedAt: NOVEMBER_16 })], null],
    ['when Stripe no longer lists the plan', TO_PRO, [], null],
    ['when another plan has taken its place', TO_PRO, [{ ...ON_SCALE, id: 'sub_2' }], 'scale'],
  ] as const)('%s', (_when, intent, subscriptions, plan) => {
    const outcome = decide(intent, aState({ subscriptions, invoices: [UPGRADE, FIRST] }));
    expect(outcome).toMatchObject({
      about: 'plan',
      kind: 'superseded',
      from: { plan: 'starter' },
      to: plan && { plan },
      invoice: null,
    });
  });

  it('when a schedule leads to another plan than the wanted one', () => {
    const superseded = decide(
      TO_STARTER,
      scheduled(UPCOMING_FREE, aProSubscription),
      aState({ subscriptions: [aProSubscription()] }),
    );
    expect(superseded).toMatchObject({ kind: 'superseded', to: { plan: 'pro' } });
    expect(decide(TO_PRO, scheduled(UPCOMING_FREE))).toMatchObject({
      kind: 'superseded',
      to: { plan: 'starter' },
    });
  });

  it('but not when what the schedule leads to cannot be read', () => {
    expect(
      decide(TO_STARTER, scheduled(null, aProSubscription), aState({ subscriptions: [aProSubscription()] })),
    ).toMatchObject({ kind: 'scheduled', to: null, startsAt: DECEMBER_1 });
  });

  it('when another visit has told this change already', () => {
    const after = aState({ subscriptions: [aProSubscription()], invoices: [UPGRADE, FIRST] });
    const first = decide(TO_PRO, after);
    expect(first).toMatchObject({ kind: 'changed' });
    expect(decide(TO_PRO, after, ON_STARTER, [first])).toMatchObject({
      kind: 'superseded',
      to: { plan: 'pro' },
      invoice: null,
    });
    const planned = decide({ ...TO_PRO, price: 'price_free_month' }, scheduled(UPCOMING_FREE));
    expect(
      decide({ ...TO_PRO, price: 'price_free_month' }, scheduled(UPCOMING_FREE), ON_STARTER, [planned]),
    ).toMatchObject({ kind: 'superseded' });
  });

  it('but not by a visit that planned the same for another day', () => {
    const toFree = { ...TO_PRO, price: 'price_free_month' };
    const planned = decide(toFree, scheduled(UPCOMING_FREE));
    const earlier = decide(toFree, scheduled({ ...UPCOMING_FREE, startsAt: NOVEMBER_16 }));
    expect(decide(toFree, scheduled(UPCOMING_FREE), ON_STARTER, [earlier])).toEqual(planned);
  });

  it('but not by a visit that went elsewhere, did nothing, or did the same by another invoice', () => {
    const after = aState({ subscriptions: [aProSubscription()], invoices: [UPGRADE, FIRST] });
    const first = decide(TO_PRO, after);
    const others: Outcome[] = [
      decide({ kind: 'subscription_update', subscription: 'sub_1' }, aState({ subscriptions: [ON_SCALE] })),
      decide(TO_PRO, ON_STARTER),
      decide({ kind: 'payment_method_update' }, aState({ paymentMethod: MASTERCARD })),
      decide(
        TO_PRO,
        aState({ subscriptions: [aProSubscription()], invoices: [{ ...UPGRADE, id: 'in_earlier' }, FIRST] }),
      ),
    ];
    expect(decide(TO_PRO, after, ON_STARTER, others)).toEqual(first);
  });

  it('and a visit that is confirmed after all is changed', () => {
    const viaScale = [UPGRADE, { ...UPGRADE, id: 'in_to_scale' }, FIRST];
    const toScale = decide(
      { ...TO_PRO, price: 'price_scale_month' },
      aState({ subscriptions: [ON_SCALE], invoices: viaScale.slice(1) }),
    );
    expect(isFinal(decide(TO_PRO, aState({ subscriptions: [ON_SCALE] })))).toBe(false);
    expect(
      decide(TO_PRO, aState({ subscriptions: [aProSubscription()], invoices: viaScale }), ON_STARTER, [
        toScale,
      ]),
    ).toMatchObject({ kind: 'changed', invoice: { id: 'in_upgrade' } });
  });

  it('and a change that is planned after all is scheduled, from where the plan is by then', () => {
    const upcoming = { ...UPCOMING_FREE, priceId: 'price_pro_month', plan: 'pro' as const };
    const after = aState({ subscriptions: [{ ...ON_SCALE, schedule: 'sub_sched_1', upcoming }] });
    expect(decide(TO_PRO, after)).toMatchObject({
      kind: 'scheduled',
      from: { plan: 'scale' },
      to: { plan: 'pro' },
    });
  });

  it('a failed payment of its own goes before', () => {
    const after = aState({ subscriptions: [ON_SCALE], invoices: [DECLINED, FIRST] });
    expect(decide(TO_PRO, after)).toMatchObject({ kind: 'payment-failed', to: { plan: 'scale' } });
  });
});
