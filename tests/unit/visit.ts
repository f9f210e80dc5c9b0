import { factsBefore } from '@/lib/billing/before';
import type { CustomerState } from '@/lib/billing/customer-state';
import { type Outcome, outcomeOf } from '@/lib/billing/outcome';
import type { PortalIntent } from '@/lib/billing/portal-flow';
import type { Upcoming } from '@/lib/billing/subscription';
import { anInvoice, aState, DECEMBER_1, NOVEMBER_16 } from './given';

/** A visit that is to lead from Starter to Pro, with a code. */
export const TO_PRO = {
  kind: 'subscription_update_confirm',
  subscription: 'sub_1',
  item: 'si_1',
  price: 'price_pro_month',
  quantity: 1,
  promotionCode: 'promo_1',
} as const satisfies PortalIntent;
/** The invoice that such a change makes, $10.88. */
export const UPGRADE = anInvoice({
  id: 'in_upgrade',
  amount: { amount: 1088, currency: 'usd' },
  amountDue: 1088,
  billingReason: 'subscription_update',
  created: NOVEMBER_16,
});
/** One whose card was declined. */
export const DECLINED = { ...UPGRADE, id: 'in_declined', status: 'open' };
export const FIRST = anInvoice();
/** Who opens it: a customer on Starter. */
export const ON_STARTER = aState();
export const PRO_PLACE = {
  priceId: 'price_pro_month',
  plan: 'pro',
  interval: 'month',
  unit: { amount: 4900, currency: 'usd' },
  quantity: 1,
} as const;
/** Free from 1 December on. */
export const UPCOMING_FREE: Upcoming = {
  priceId: 'price_free_month',
  plan: 'free',
  interval: 'month',
  unit: { amount: 0, currency: 'usd' },
  quantity: 1,
  startsAt: DECEMBER_1,
};

/** What came of a visit that was opened on 16 November. */
export const decide = (
  intent: PortalIntent,
  after: CustomerState,
  before = ON_STARTER,
  settled: readonly Outcome[] = [],
) => outcomeOf(intent, factsBefore(before), after, NOVEMBER_16, settled);
