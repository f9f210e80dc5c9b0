import { describe, expect, test } from 'vitest';
import type { PlanPrice } from '@/lib/billing/plan';
import type { PromotionCode } from '@/lib/billing/promotion';
import { type CampaignLink, NO_LINK } from '@/lib/campaigns/link';
import { verdict } from '@/lib/campaigns/verdict';

const NOW = 1_794_787_200; // 16 November 2026
const DECEMBER_1 = 1_796_083_200;

const price = (plan: PlanPrice['plan'], usd: number, jpy: number): PlanPrice => ({
  priceId: `price_${plan}`,
  productId: `prod_${plan}`,
  plan,
  interval: 'month',
  amounts: { usd, jpy },
});
const PRICES = [
  price('free', 0, 0),
  price('starter', 1500, 2200),
  price('pro', 4900, 7200),
  price('scale', 14900, 22000),
];

const code = (
  given: Partial<PromotionCode> = {},
  coupon: Partial<PromotionCode['coupon']> = {},
): PromotionCode => ({
  id: 'promo_1',
  code: 'SPRING25',
  active: true,
  expiresAt: null,
  maxRedemptions: null,
  timesRedeemed: 0,
  customer: null,
  firstTimeTransaction: false,
  minimumAmount: null,
  coupon: {
    id: 'spring',
    name: null,
    valid: true,
    redeemBy: null,
    percentOff: 25,
    amountOff: null,
    duration: 'repeating',
    durationInMonths: 3,
    appliesToProducts: null,
    ...coupon,
  },
  ...given,
});

const of = (found: PromotionCode | null, link: Partial<CampaignLink> = { plan: 'pro' }) =>
  verdict({ link: { ...NO_LINK, code: 'SPRING25', ...link }, code: found, prices: PRICES }, NOW);
const PORTAL = 'The portal will refuse this code for subscribers because';
const TOLD = 'The pricing page tells them so and shows the full price.';

describe('whether Stripe will take the code of a link', () => {
  test('for everybody, with what each plan then costs', () => {
    expect(of(code())).toEqual({
      state: 'accepted',
      title: 'Stripe accepts SPRING25',
      findings: ['SPRING25 takes 25% off for 3 months.'],
      prices: [
        {
          plan: 'starter',
          name: 'Starter',
          units: null,
          newcomer: '$11.25 per month for 3 months, then $15.00',
          subscriber: '$11.25 per month for 3 months, then $15.00',
        },
        {
          plan: 'pro',
          name: 'Pro',
          units: null,
          newcomer: '$36.75 per month for 3 months, then $49.00',
          subscriber: '$36.75 per month for 3 months, then $49.00',
        },
        {
          plan: 'scale',
          name: 'Scale',
          units: '1 workspace',
          newcomer: '$111.75 per month for 3 months, then $149.00',
          subscriber: '$111.75 per month for 3 months, then $149.00',
        },
      ],
    });
  });

  test.each<[string, PromotionCode | null, string, string]>([
    [
      'that is not there',
      null,
      'Stripe has no code SPRING25',
      'Check the spelling, or create the code in Stripe first.',
    ],
    [
      'that is switched off',
      code({ active: false }),
      'Stripe will refuse SPRING25 for Pro',
      'SPRING25 is switched off at Stripe.',
    ],
    [
      'that has ended',
      code({ expiresAt: NOW }),
      'Stripe will refuse SPRING25 for Pro',
      'SPRING25 has ended on 16 November 2026.',
    ],
    [
      'that is used up',
      code({ maxRedemptions: 5, timesRedeemed: 5 }),
      'Stripe will refuse SPRING25 for Pro',
      'SPRING25 has been used 5 times',
    ],
    [
      'of one customer',
      code({ customer: 'cus_1' }),
      'Stripe will refuse SPRING25 for Pro',
      'SPRING25 belongs to one customer',
    ],
    [
      'for another plan',
      code({}, { appliesToProducts: ['prod_scale'] }),
      'Stripe will refuse SPRING25 for Pro',
      'The coupon of SPRING25 is for other plans.',
    ],
    [
      'that asks for more',
      code({ minimumAmount: { usd: 10_000 } }),
      'Stripe will refuse SPRING25 for Pro',
      'SPRING25 asks for a larger amount.',
    ],
    [
      'in another currency',
      code({}, { percentOff: null, amountOff: { eur: 900 } }),
      'Stripe will refuse SPRING25 for Pro',
      'SPRING25 takes nothing off in this currency.',
    ],
  ])('one %s is refused, and the reason is named', (_which, found, title, finding) => {
    const answer = of(found);
    expect(answer).toMatchObject({ state: 'refused', title });
    expect(answer.findings[0]).toContain(finding);
    expect(answer.prices[1]).toMatchObject({ newcomer: '$49.00 per month', subscriber: '$49.00 per month' });
  });

  test.each([
    ['it is for a first payment', code({ firstTimeTransaction: true })],
    [
      'it asks for a minimum amount, which Stripe never takes on a change of a plan',
      code({ minimumAmount: { usd: 1000 } }),
    ],
  ])('somebody new may use it, a subscriber not: %s', (because, found) => {
    const answer = of(found);
    expect(answer).toMatchObject({
      state: 'partly',
      title: 'Stripe accepts SPRING25, but not for everybody',
    });
    expect(answer.findings).toContain(`${PORTAL} ${because}. ${TOLD}`);
    expect(answer.prices[1]).toMatchObject({
      newcomer: '$36.75 per month for 3 months, then $49.00',
      subscriber: '$49.00 per month',
    });
  });

  test('a link to no plan in particular tells when the code is not for all of them', () => {
    const answer = of(code({}, { appliesToProducts: ['prod_pro'] }), {});
    expect(answer.state).toBe('partly');
    expect(answer.findings).toContain('Not for every plan: The coupon of SPRING25 is for other plans.');
  });

  test('an end and a number that are still ahead are told, the earlier end of the two', () => {
    const { findings } = of(
      code({ expiresAt: DECEMBER_1 + 1, maxRedemptions: 3, timesRedeemed: 2 }, { redeemBy: DECEMBER_1 }),
    );
    expect(findings.slice(1)).toEqual(['It ends on 1 December 2026.', 'It can be used 1 more time.']);
  });

  test('without a code there is nothing to refuse, and nothing is free of charge but what costs nothing', () => {
    expect(of(null, { code: null, plan: 'scale', quantity: '3' }).prices[2]).toEqual({
      plan: 'scale',
      name: 'Scale',
      units: '3 workspaces',
      newcomer: '$447.00 per month',
      subscriber: '$447.00 per month',
    });
    expect(of(null, { code: null, currency: 'jpy' })).toMatchObject({
      state: 'no-code',
      findings: [],
      prices: [
        { plan: 'starter', newcomer: '¥2,200 per month' },
        { plan: 'pro', newcomer: '¥7,200 per month' },
        { plan: 'scale', newcomer: '¥22,000 per month' },
      ],
    });
  });

  test.each([
    ['costs nothing', { plan: 'free' }, 'Free costs nothing, so nothing can be taken off.'],
    ['is not sold there', { plan: 'pro', currency: 'eur' }, 'Pro is not sold in EUR.'],
  ] as const)('a code on a plan that %s takes nothing off, and that is said', (_what, link, finding) => {
    expect(of(code(), link)).toMatchObject({ state: 'refused', findings: [finding] });
  });
});
