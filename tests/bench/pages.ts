import type Stripe from 'stripe';
import { aCatalogue, aPortalConfiguration, aSubscriber } from '../factories';

type FlowData = Stripe.BillingPortal.SessionCreateParams.FlowData;

/** The page of every flow, the portal's home and Checkout, by name, for a customer who has all that they show. */
export async function portalPages(stripe: Stripe): Promise<ReadonlyMap<string, string>> {
  const catalogue = await aCatalogue(stripe);
  const configuration = await aPortalConfiguration(stripe, {
    plans: [catalogue.starter, catalogue.pro],
    features: {
      customer_update: {
        enabled: true,
        allowed_updates: ['email', 'name', 'address', 'phone', 'shipping', 'tax_id'],
      },
      subscription_pause: { enabled: true },
    },
  });
  const { customer, subscription, item } = await aSubscriber(stripe, { price: catalogue.starter.month });
  const flows: readonly FlowData[] = [
    { type: 'payment_method_update' },
    { type: 'customer_update' },
    { type: 'subscription_update', subscription_update: { subscription } },
    {
      type: 'subscription_update_confirm',
      subscription_update_confirm: { subscription, items: [{ id: item, price: catalogue.pro.month }] },
    },
    { type: 'subscription_pause', subscription_pause: { subscription } },
    { type: 'subscription_cancel', subscription_cancel: { subscription } },
  ];
  const pages = new Map<string, string>();
  const open = async (name: string, flow?: FlowData): Promise<void> => {
    const session = await stripe.billingPortal.sessions.create({
      customer,
      configuration,
      return_url: 'https://example.com/account',
      ...(flow && { flow_data: flow }),
    });
    pages.set(name, session.url);
  };
  for (const flow of flows) await open(flow.type, flow);
  await open('home');
  const checkout = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: catalogue.pro.month, quantity: 1 }],
    success_url: 'https://example.com/welcome',
  });
  pages.set('Checkout', checkout.url ?? '');
  return pages;
}
