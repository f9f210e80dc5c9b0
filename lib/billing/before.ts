import { type BillingInformation, type CustomerState, currentSubscription } from './customer-state';
import { type Position, positionOf } from './position';
import { endsAt, type PaymentMethod } from './subscription';

/** The facts a portal visit may change, as they stood when the portal was opened. */
export type Before = Readonly<{
  position: Position | null;
  schedule: string | null;
  upcomingPrice: string | null;
  /** Absent in visits that were stored without it. */
  upcomingQuantity?: number | null;
  discounts: readonly string[];
  endsAt: number | null;
  paymentMethod: PaymentMethod | null;
  latestInvoice: string | null;
  status: string | null;
  billing: BillingInformation;
}>;

/** The facts to keep when the portal is opened. */
export function factsBefore(state: CustomerState): Before {
  const subscription = currentSubscription(state);
  return {
    position: subscription && positionOf(subscription),
    schedule: subscription?.schedule ?? null,
    upcomingPrice: subscription?.upcoming?.priceId ?? null,
    upcomingQuantity: subscription?.upcoming?.quantity ?? null,
    discounts: subscription?.discounts.map((discount) => discount.id) ?? [],
    endsAt: subscription && endsAt(subscription),
    paymentMethod: state.paymentMethod,
    latestInvoice: state.invoices[0]?.id ?? null,
    status: subscription?.status ?? null,
    billing: state.billing,
  };
}
