import { beforeAll, expect, test } from 'vitest';
import { applyPromotion } from '@/lib/billing/promotion';
import { findCustomer, readState } from '@/lib/db/customer-store';
import { formatMoney, money } from '@/lib/money';
import { stripe } from '@/lib/stripe/client';
import { openPortal } from '@/lib/stripe/portal';
import { previewChange, previewNextPayment } from '@/lib/stripe/preview';
import { findPromotionCode } from '@/lib/stripe/promotion-codes';
import { syncCustomer } from '@/lib/stripe/sync';
import { seedCatalogue } from '../../scripts/seed/catalogue';
import { confirm, visit } from '../contract/portal-page';
import { aPlan, aPromotionCode, DECEMBER_1, NOVEMBER_1 } from '../factories';
import { FROZEN_NOW } from '../rig/frozen-now';
import { aPerson } from './person';

// The catalogue is sold in currencies of two decimals and of none; an adopter's may be sold in one of three.

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const words = (amount: number) => plain(formatMoney(money(amount, 'kwd')));

beforeAll(async () => {
  await seedCatalogue({ stripe: stripe(), now: FROZEN_NOW, moveClock: null, created: 0 });
});

test('an amount with three decimals is one amount on the card, in the portal, on the invoice and in the database', async () => {
  const [small, large] = await Promise.all([
    aPlan(stripe(), { name: 'Small', month: 4_500, year: 45_000, currency: 'kwd' }),
    aPlan(stripe(), { name: 'Large', month: 15_500, year: 155_000, currency: 'kwd' }),
  ]);
  const { user, customer } = await aPerson({
    past: (id) =>
      stripe().subscriptions.create({
        customer: id,
        currency: 'kwd',
        items: [{ price: small.month }],
        backdate_start_date: NOVEMBER_1,
        billing_cycle_anchor: DECEMBER_1,
      }),
  });
  const { id } = await aPromotionCode(stripe(), {
    code: 'FIFTH',
    coupon: { percent_off: 20, duration: 'once' },
  });
  const code = await findPromotionCode('fifth', customer);
  const row = await findCustomer(user.id);
  const state = row && (await readState(row));
  const [subscription] = state?.subscriptions ?? [];
  if (!code || !row || !state || !subscription) throw new Error('Nothing was stored.');

  const target = {
    price: money(15_500, 'kwd'),
    productId: large.product,
    customer,
    hasPaidBefore: true,
    isUpdate: true,
  };
  const seen = applyPromotion(code, target, FROZEN_NOW);
  expect(seen.applies && plain(formatMoney(seen.discounted))).toBe('KWD 12.400');

  // half of November: 6.200 less the 2.250 that are left of the small plan
  const due = await previewChange(state, { price: large.month, quantity: 1 }, id);
  expect(due && plain(formatMoney(due))).toBe('KWD 3.950');

  const url = await openPortal({
    user,
    state,
    intent: {
      kind: 'subscription_update_confirm',
      subscription: subscription.id,
      item: subscription.item,
      price: large.month,
      quantity: 1,
      promotionCode: id,
    },
    promotion: code,
    backTo: '/pricing',
    prices: (['month', 'year'] as const).flatMap((interval) => [
      { priceId: small[interval], productId: small.product, plan: 'starter', interval, amounts: {} },
      { priceId: large[interval], productId: large.product, plan: 'pro', interval, amounts: {} },
    ]),
  });
  const page = await visit(url);
  expect(plain(page.text)).toContain('Confirm and pay KWD 3.950');
  await confirm(page);

  const [invoice] = (await stripe().invoices.list({ customer, limit: 1 })).data;
  expect([invoice?.amount_paid, invoice?.currency]).toEqual([3_950, 'kwd']);
  await syncCustomer(customer);
  const after = await readState(row);
  expect(after?.invoices[0]).toMatchObject({ amountDue: 3_950, amount: { amount: 3_950, currency: 'kwd' } });
  const next = after && (await previewNextPayment(after));
  expect(next && words(next.amount)).toBe('KWD 15.500');
});
