import type Stripe from 'stripe';

/** What an event asks the app to look at again. An event is only a nudge: what it carries may be old by now. */
export type Nudge = Readonly<{ catalogue: boolean; customer: string | null }>;

/** What changes something that is shown of a customer. */
const ABOUT_A_CUSTOMER = [
  'customer.updated',
  'customer.deleted',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.pending_update_applied',
  'customer.subscription.pending_update_expired',
  'customer.subscription.trial_will_end',
  'customer.discount.created',
  'customer.discount.updated',
  'customer.discount.deleted',
  'subscription_schedule.created',
  'subscription_schedule.updated',
  'subscription_schedule.released',
  'subscription_schedule.canceled',
  'subscription_schedule.completed',
  'subscription_schedule.aborted',
  'payment_method.attached',
  'payment_method.detached',
  'payment_method.updated',
  'payment_method.automatically_updated',
  'invoice.finalized',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
] as const satisfies readonly Stripe.WebhookEndpointCreateParams.EnabledEvent[];

/** What changes the prices, and what a code takes off them, that are shown to everybody. */
const ABOUT_THE_CATALOGUE = [
  'price.created',
  'price.updated',
  'price.deleted',
  'product.created',
  'product.updated',
  'product.deleted',
  'coupon.created',
  'coupon.updated',
  'coupon.deleted',
  'promotion_code.created',
  'promotion_code.updated',
] as const satisfies readonly Stripe.WebhookEndpointCreateParams.EnabledEvent[];

/** Exactly what the webhook endpoint listens to; anything more would only cost deliveries. */
export const WEBHOOK_EVENTS = [...ABOUT_A_CUSTOMER, ...ABOUT_THE_CATALOGUE];

const isAmong = (types: readonly string[], type: string): boolean => types.includes(type);

/** Which customer, and whether the catalogue, looks different after an event; neither for events of no interest. */
export function nudgeOf(event: Pick<Stripe.Event, 'type' | 'data'>): Nudge {
  return {
    catalogue: isAmong(ABOUT_THE_CATALOGUE, event.type),
    customer: isAmong(ABOUT_A_CUSTOMER, event.type) ? customerOf(event.data) : null,
  };
}

function customerOf(data: Stripe.Event['data']): string | null {
  const object = asRecord(data.object);
  if (object.object === 'customer') return text(object.id);
  // a detached payment method names its customer only as what it was before
  const { customer } = asRecord(data.previous_attributes);
  return text(object.customer) ?? text(asRecord(object.customer).id) ?? text(customer);
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
