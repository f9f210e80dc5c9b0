import { describe, expect, it } from 'vitest';
import { returnView } from '@/lib/account/return-view';
import { factsBefore } from '@/lib/billing/before';
import type { CustomerState } from '@/lib/billing/customer-state';
import { outcomeOf } from '@/lib/billing/outcome';
import type { Subscription } from '@/lib/billing/subscription';
import {
  aDiscount,
  anInvoice,
  aProSubscription,
  aScaleSubscription,
  aState,
  NOVEMBER_16,
  upcomingScale,
} from './given';

describe('a change of the number is proven', () => {
  const intent = (quantity: number, price = 'price_scale_month') =>
    ({
      kind: 'subscription_update_confirm',
      subscription: 'sub_1',
      item: 'si_1',
      price,
      quantity,
      promotionCode: null,
    }) as const;
  const on = (subscription: Subscription, invoices: CustomerState['invoices'] = []) =>
    aState({ subscriptions: [subscription], invoices: [...invoices, anInvoice()] });
  const tell = (wanted: ReturnType<typeof intent>, before: CustomerState, after: CustomerState) => {
    const outcome = outcomeOf(wanted, factsBefore(before), after, NOVEMBER_16);
    return returnView({ outcome, next: null, promotion: null });
  };
  const PAID = anInvoice({
    id: 'in_more',
    amount: { amount: 7450, currency: 'usd' },
    amountDue: 7450,
    billingReason: 'subscription_update',
    created: NOVEMBER_16,
  });

  it('up: at once, with both numbers and the charge', () => {
    const view = tell(intent(3), on(aScaleSubscription(2)), on(aScaleSubscription(3), [PAID]));
    expect(view).toMatchObject({
      kind: 'changed',
      title: 'You are on Scale with 3 workspaces',
      lead: 'Scale with 2 workspaces → Scale with 3 workspaces, from now on.',
    });
    expect(view.facts.slice(0, 2)).toMatchObject([
      { label: 'Plan', value: 'Scale, 3 × $149.00 per month', was: 'Scale, 2 × $149.00 per month' },
      { label: 'Charged today', value: '$74.50' },
    ]);
  });

  it('down: from the period’s end, with both numbers', () => {
    const planned = aScaleSubscription(3, { schedule: 'sub_sched_1', upcoming: upcomingScale(1) });
    expect(tell(intent(1), on(aScaleSubscription(3)), on(planned))).toMatchObject({
      kind: 'scheduled',
      title: 'Scale with 1 workspace starts on 1 December 2026',
      lead: 'Until then you keep Scale with 3 workspaces. Nothing was charged.',
    });
  });

  it('down, and further down by the same schedule', () => {
    const planned = (quantity: number) =>
      on(aScaleSubscription(3, { schedule: 'sub_sched_1', upcoming: upcomingScale(quantity) }));
    expect(tell(intent(1), planned(2), planned(1)).kind).toBe('scheduled');
    expect(tell(intent(1), planned(2), planned(2)).kind).toBe('unchanged');
  });

  it('by a visit that was stored before numbers of planned changes were', () => {
    const planned = on(aScaleSubscription(3, { schedule: 'sub_sched_1', upcoming: upcomingScale(2) }));
    const { upcomingQuantity: _, ...before } = factsBefore(planned);
    expect(outcomeOf(intent(1), before, planned, NOVEMBER_16).kind).toBe('unchanged');
  });

  it('not when another number came about', () => {
    expect(tell(intent(3), on(aScaleSubscription(2)), on(aScaleSubscription(4))).kind).toBe('superseded');
    expect(tell(intent(3), on(aScaleSubscription(2)), on(aScaleSubscription(2))).kind).toBe('unchanged');
  });

  it('with a code alone it is the price that changed', () => {
    const after = on(aScaleSubscription(2, { discounts: [aDiscount()] }), [PAID]);
    expect(tell(intent(2), on(aScaleSubscription(2)), after).title).toBe(
      'Your price for Scale with 2 workspaces changed',
    );
  });

  it('from one plan to several of another, and back', () => {
    const [pro, three] = [on(aProSubscription()), on(aScaleSubscription(3))];
    expect(tell(intent(3), pro, three).lead).toBe('Pro → Scale with 3 workspaces, from now on.');
    expect(tell(intent(1, 'price_pro_month'), three, pro).lead).toBe(
      'Scale with 3 workspaces → Pro, from now on.',
    );
  });

  it('together with the interval', () => {
    const yearly = aScaleSubscription(3, {
      interval: 'year',
      priceId: 'price_scale_year',
      unit: { amount: 149000, currency: 'usd' },
    });
    expect(tell(intent(3, 'price_scale_year'), on(aScaleSubscription(2)), on(yearly)).lead).toBe(
      'Scale monthly with 2 workspaces → Scale yearly with 3 workspaces, from now on.',
    );
  });
});
