import type Stripe from 'stripe';
import type { FlowStage } from './portal-flow';
import { ACCOUNT, DONE, type Page, submit } from './portal-page';

type Completion = Stripe.BillingPortal.SessionCreateParams.FlowData.AfterCompletion;

/** The URL of a session for a flow about the customer; it redirects to DONE unless `completion` says otherwise. */
export async function aCustomerLink(
  { stripe, ada, configuration }: FlowStage,
  type: 'payment_method_update' | 'customer_update',
  completion: Completion = { type: 'redirect', redirect: { return_url: DONE } },
): Promise<string> {
  const session = await stripe.billingPortal.sessions.create({
    customer: ada.customer,
    configuration,
    return_url: ACCOUNT,
    flow_data: { type, after_completion: completion },
  });
  return session.url;
}

/** Fills the card form in as a person would and sends it. */
export const enterCard = (page: Page, number: string, rest: Record<string, string> = {}): Promise<Page> =>
  submit(page, {
    number,
    expiry: '08 / 29',
    cvc: '123',
    name: 'Ada Byron',
    country: 'GB',
    postalCode: 'SW1Y 4JH',
    ...rest,
  });

/** What the customer is charged on, and every payment method they have, newest first. */
export async function cardsOf({ stripe, ada }: FlowStage) {
  const customer = await stripe.customers.retrieve(ada.customer);
  if (customer.deleted) throw new Error(`${ada.customer} is deleted`);
  const { data } = await stripe.customers.listPaymentMethods(ada.customer);
  return { chosen: customer.invoice_settings.default_payment_method, methods: data };
}
