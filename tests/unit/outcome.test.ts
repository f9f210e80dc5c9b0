import { describe, expect, it, test } from 'vitest';
import { factsBefore } from '@/lib/billing/before';
import type { CustomerState } from '@/lib/billing/customer-state';
import { isFinal, type Outcome, outcomeOf } from '@/lib/billing/outcome';
import type { PortalIntent } from '@/lib/billing/portal-flow';
import {
  aDiscount,
  anInvoice,
  aProSubscription,
  aState,
  aSubscription,
  DECEMBER_1,
  MASTERCARD,
  NOVEMBER_16,
  VISA,
} from './given';

const TO_PRO: PortalIntent = {
  kind: 'subscription_update_confirm',
  subscription: 'sub_1',
  item: 'si_1',
  price: 'price_pro_month',
  quantity: 1,
  promotionCode: 'promo_1',
};
const UPGRADE = anInvoice({
  id: 'in_upgrade',
  amount: { amount: 1088, currency: 'usd' },
  amountDue: 1088,
  billingReason: 'subscription_update',
  created: NOVEMBER_16,
});
const DECLINED = { ...UPGRADE, id: 'in_declined', status: 'open' };
const FIRST = anInvoice();
const ON_STARTER = aState();
const PRO_PLACE = {
  priceId: 'price_pro_month',
  plan: 'pro',
  interval: 'month',
  unit: { amount: 4900, currency: 'usd' },
  quantity: 1,
} as const;
const UPCOMING_FREE = {
  priceId: 'price_free_month',
  plan: 'free',
  interval: 'month',
  unit: { amount: 0, currency: 'usd' },
  quantity: 1,
  startsAt: DECEMBER_1,
} as const;

const decide = (
  intent: PortalIntent,
  after: CustomerState,
  before = ON_STARTER,
  settled: readonly Outcome[] = [],
) => outcomeOf(intent, factsBefore(before), after, NOVEMBER_16, settled);

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

describe('a change of plan that something else came before is superseded', () => {
  const ON_SCALE = aSubscription({ priceId: 'price_scale_month', plan: 'scale' });
  const TO_STARTER = { ...TO_PRO, price: 'price_starter_month' };
  const scheduled = (upcoming: typeof UPCOMING_FREE | null, on = aSubscription) =>
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

describe('the invoices of an earlier visit', () => {
  const before = aState({ invoices: [DECLINED, FIRST] });

  it('do not count, even in the same second', () => {
    expect(decide(TO_PRO, before, before)).toMatchObject({ kind: 'unchanged', invoice: null });
  });

  it('do not count when they are older than the visit and the list was cut', () => {
    const cut = aState({ invoices: [{ ...DECLINED, created: NOVEMBER_16 - 1 }] });
    expect(decide(TO_PRO, cut)).toMatchObject({ kind: 'unchanged', invoice: null });
  });

  it('leave the invoice of this visit', () => {
    const after = aState({ subscriptions: [aProSubscription()], invoices: [UPGRADE, DECLINED, FIRST] });
    expect(decide(TO_PRO, after, before)).toMatchObject({ kind: 'changed', invoice: { id: 'in_upgrade' } });
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

  it('that was not entered leaves the old one', () => {
    expect(decide(intent, ON_STARTER)).toMatchObject({ kind: 'unchanged', now: VISA });
  });
});

it('is final only when the visit did its work', () => {
  const changed = decide(TO_PRO, aState({ subscriptions: [aProSubscription()] }));
  const failed = decide(TO_PRO, aState({ invoices: [DECLINED, FIRST] }));
  expect([changed, failed, decide({ kind: 'home' }, ON_STARTER)].map(isFinal)).toEqual([true, false, false]);
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

  it('is unchanged when it is the same', () => {
    expect(decide(intent, aState({ billing }), aState({ billing }))).toMatchObject({ kind: 'unchanged' });
  });
});
