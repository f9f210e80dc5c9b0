import type { CheckoutSession, PaymentMethod } from '../records';
import type { CheckoutOrder } from './order';

/** The bank wants to see the customer first: nothing of the completion may stay. */
export class BankAsks extends Error {
  override name = 'BankAsks';
}

/** What an order is placed with. */
export type Completing = Readonly<{
  session: CheckoutSession;
  order: CheckoutOrder;
  /** Null when nothing is due and no card is asked for. Not attached yet. */
  method: PaymentMethod | null;
  /** The customer has just passed the bank's challenge. */
  authenticated: boolean;
}>;
