import type Stripe from 'stripe';

/** What an event asks the app to look at again. An event is only a nudge: what it carries may be old by now. */
export type Nudge = Readonly<{ catalogue: boolean; customer: string | null }>;

const ABOUT_A_CUSTOMER =
  /^(customer\.(updated|deleted|subscription\..+|discount\..+)|subscription_schedule\..+|payment_method\.(attached|detached|updated|automatically_updated)|invoice\.(finalized|paid|payment_failed|payment_action_required|voided|marked_uncollectible))$/;
const ABOUT_THE_CATALOGUE = /^(price|product)\.(created|updated|deleted)$/;

/** Which customer, and whether the catalogue, looks different after an event; neither for events of no interest. */
export function nudgeOf(event: Pick<Stripe.Event, 'type' | 'data'>): Nudge {
  return {
    catalogue: ABOUT_THE_CATALOGUE.test(event.type),
    customer: ABOUT_A_CUSTOMER.test(event.type) ? customerOf(event.data) : null,
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
