import { describe, expect, it, test } from 'vitest';
import { accountView } from '@/lib/account/page-view';
import type { Subscription } from '@/lib/billing/subscription';
import { type PricingFacts, pricingView } from '@/lib/pricing/page-view';
import { structuredData } from '@/lib/pricing/structured-data';
import {
  aCode,
  aProSubscription,
  aScaleSubscription,
  aState,
  aSubscription,
  DECEMBER_1,
  NOVEMBER_16,
  PRICES,
  upcomingScale,
} from './given';

const STRANGER: PricingFacts = {
  email: null,
  visitor: { signedIn: false, state: null },
  prices: PRICES,
  interval: 'month',
  currency: null,
  promo: null,
  plan: null,
  quantity: null,
  refused: null,
};
const seen = (facts: Partial<PricingFacts>) => pricingView({ ...STRANGER, ...facts }, NOVEMBER_16);
const scale = (facts: Partial<PricingFacts>) => seen(facts).plans.find(({ plan }) => plan === 'scale');
const by = (subscription: Subscription): Pick<PricingFacts, 'visitor'> => ({
  visitor: { signedIn: true, state: aState({ subscriptions: [subscription] }) },
});
const code = (given: Parameters<typeof aCode>[0] = {}): Pick<PricingFacts, 'promo'> => ({
  promo: { text: 'SPRING25', code: aCode(given) },
});

describe('the card of a plan that is sold by number', () => {
  it('says the price of one, and has a field for more', () => {
    expect(scale({})).toMatchObject({
      price: '$149.00',
      per: 'per workspace per month',
      quantity: {
        label: 'Workspaces',
        value: '1',
        minimum: 1,
        maximum: 10,
        limits: '1 to 10',
        error: null,
      },
      button: { kind: 'start', label: 'Start with Scale' },
    });
    expect(seen({}).plans.map(({ per, quantity }) => [per, quantity === null])).toEqual([
      ['per month', true],
      ['per month', true],
      ['per month', true],
      ['per workspace per month', false],
    ]);
  });

  test.each([
    ['usd', 'month', '$447.00', 'for 3 workspaces at $149.00, per month'],
    ['eur', 'year', '€4,170.00', 'for 3 workspaces at €1,390.00, per year'],
    ['jpy', 'month', '¥66,000', 'for 3 workspaces at ¥22,000, per month'],
  ] as const)('says what three cost in %s by the %s', (currency, interval, price, per) => {
    expect(scale({ currency, interval, quantity: '3' })).toMatchObject({
      price,
      per,
      quantity: { value: '3' },
    });
  });

  test.each<[string, Parameters<typeof aCode>[0], string, string]>([
    ['a percentage', {}, '$335.25', 'for 3 months, then $447.00'],
    [
      'an amount, once for all of them',
      { coupon: { percentOff: null, amountOff: { usd: 1000 } } },
      '$437.00',
      'for 3 months, then $447.00',
    ],
    [
      'a minimum that only three reach',
      { minimumAmount: { usd: 40000 } },
      '$335.25',
      'for 3 months, then $447.00',
    ],
  ])('takes off %s', (_what, given, price, words) => {
    expect(scale({ quantity: '3', plan: 'scale', ...code(given) })).toMatchObject({
      price: '$447.00',
      discounted: { price, words },
      per: 'for 3 workspaces at $149.00, per month',
    });
  });

  it('says of one at a reduced price that it is for one: an amount off is not taken off each', () => {
    const tenOff = { coupon: { percentOff: null, amountOff: { usd: 1000 } } };
    expect(scale(code(tenOff))).toMatchObject({ per: 'for 1 workspace, per month' });
  });

  it('does not reach the minimum of a code with one', () => {
    const facts = { ...code({ minimumAmount: { usd: 14901 } }), plan: 'scale' as const };
    expect(seen(facts).promotion).toMatchObject({ state: 'refused', reason: 'minimum-amount' });
    expect(seen({ ...facts, quantity: '2' }).promotion).toMatchObject({ state: 'applied' });
  });

  it('explains a number that cannot be had beside the field, which keeps it', () => {
    const view = seen({ plan: 'scale', quantity: '11', refused: 'quantity-not-offered' });
    expect(view.refusal).toBeNull();
    expect(view.plans.at(-1)).toMatchObject({
      price: '$149.00',
      quantity: { value: '11', error: expect.stringContaining('11 workspaces are more') },
    });
    expect(seen({ refused: 'quantity-not-offered' }).refusal?.title).toBe(
      'This number is not on offer for you right now',
    );
  });

  it('does not take a number that was meant for another plan', () => {
    expect(scale({ plan: 'pro', quantity: '3' })).toMatchObject({
      price: '$149.00',
      quantity: { value: '1' },
    });
  });

  it('and one that is not: whoever was given several sees what as many cost', () => {
    const three = seen(by(aSubscription({ quantity: 3 }))).plans;
    expect(three.map(({ price, per }) => [price, per])).toEqual([
      ['$0.00', 'for 3 at $0.00, per month'],
      ['$45.00', 'for 3 at $15.00, per month'],
      ['$147.00', 'for 3 at $49.00, per month'],
      ['$149.00', 'per workspace per month'],
    ]);
  });

  it('has no field where it cannot be had', () => {
    const prices = PRICES.map((price) =>
      price.plan === 'scale' ? { ...price, amounts: { usd: 14900 } } : price,
    );
    expect(scale({ prices, currency: 'eur' })).toMatchObject({ price: null, quantity: null });
    expect(scale(by(aSubscription({ status: 'paused' })))?.quantity).toBeNull();
    expect(scale(by(aScaleSubscription(2, { cancelAt: DECEMBER_1 })))?.quantity).toBeNull();
  });
});

describe('somebody on Scale with two workspaces', () => {
  const two = by(aScaleSubscription(2));

  it('sees that it is theirs, what they pay, and a field for another number', () => {
    expect(scale(two)).toMatchObject({
      price: '$298.00',
      per: 'for 2 workspaces at $149.00, per month',
      quantity: { value: '2' },
      button: { kind: 'quantity', label: 'Change workspaces', note: 'You have 2 workspaces.' },
    });
  });

  test.each([
    ['3', 'Change to 3 workspaces', 'You have 2 workspaces.'],
    [
      '1',
      'Change to 1 workspace',
      'You have 2 workspaces. Starts on 1 December 2026, when your current period ends. Nothing to pay today.',
    ],
  ])('and %s in view reads "%s"', (quantity, label, note) => {
    expect(scale({ ...two, quantity })?.button).toEqual({ kind: 'quantity', label, note });
  });

  it('keeps the number in the other interval', () => {
    expect(scale({ ...two, interval: 'year' })).toMatchObject({
      price: '$2,980.00',
      quantity: { value: '2' },
      button: { kind: 'interval', label: 'Switch to yearly' },
    });
  });

  it('goes to one of another plan', () => {
    const pro = seen(two).plans.find(({ plan }) => plan === 'pro');
    expect(pro).toMatchObject({ price: '$49.00', button: { kind: 'downgrade' } });
  });

  it('uses a code for another number, not for the one they have', () => {
    expect(scale({ ...two, ...code() })).toMatchObject({
      discounted: null,
      promotionNote: 'SPRING25 counts when you change your plan.',
    });
    expect(scale({ ...two, ...code(), quantity: '3' })).toMatchObject({
      discounted: { price: '$335.25' },
      promotionNote: null,
    });
  });

  it('reads what is planned in workspaces', () => {
    const fewer = aScaleSubscription(2, { schedule: 'sub_sched_1', upcoming: upcomingScale(1) });
    expect(scale(by(fewer))?.button).toEqual({
      kind: 'resume',
      label: 'Keep Scale',
      note: 'Changes to 1 workspace on 1 December 2026.',
    });
    const account = accountView('ada@example.com', aState({ subscriptions: [fewer] }), null, NOVEMBER_16);
    expect([account.plan, account.quantity, account.priceLine, account.scheduledLine]).toEqual([
      'Scale',
      '2 workspaces',
      '2 × $149.00 per month',
      'Changes to Scale, $149.00 per month, on 1 December 2026',
    ]);
  });

  it('sees a planned number where it is planned, and what they have where they have it', () => {
    const pro = aProSubscription({ schedule: 'sub_sched_1', upcoming: upcomingScale(3) });
    expect(scale(by(pro))).toMatchObject({
      price: '$447.00',
      per: 'for 3 workspaces at $149.00, per month',
      button: { kind: 'unavailable', label: 'Planned', note: 'Starts on 1 December 2026.' },
    });
    const fewer = aScaleSubscription(2, { schedule: 'sub_sched_1', upcoming: upcomingScale(1) });
    expect(scale(by(fewer))).toMatchObject({ price: '$298.00', button: { kind: 'resume' } });
  });

  it('reads what they pay for each when that is a price from earlier', () => {
    const cheaper = aScaleSubscription(2, { priceId: 'price_old', unit: { amount: 9900, currency: 'usd' } });
    expect(scale(by(cheaper))?.button.note).toBe('You have 2 workspaces at $99.00 each.');
  });

  it('cannot change it where the portal cannot', () => {
    const parts = by(aScaleSubscription(2, { itemCount: 2 }));
    expect(scale(parts)).toMatchObject({ quantity: null, button: { kind: 'current', label: 'Your plan' } });
    expect(scale({ ...parts, quantity: '3' })).toMatchObject({ quantity: null, button: { kind: 'current' } });
  });

  it('has a larger field when they have more than is sold by now', () => {
    expect(scale(by(aScaleSubscription(15)))).toMatchObject({
      quantity: { value: '15', minimum: 1, maximum: 15, limits: '1 to 10' },
    });
  });
});

it('is told to search engines as the price of one', () => {
  const offers = JSON.parse(structuredData(PRICES, 'https://app.test/pricing'))['@graph'].map(
    ({ offers: [first] }: { offers: { priceSpecification: object }[] }) => first?.priceSpecification,
  );
  expect(offers[3]).toMatchObject({
    price: '149.00',
    referenceQuantity: { '@type': 'QuantitativeValue', value: 1, unitText: 'workspace' },
  });
  expect(offers[2]).not.toHaveProperty('referenceQuantity');
});
