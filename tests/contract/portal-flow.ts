import type Stripe from 'stripe';
import { expect } from 'vitest';
import type { Catalogue, Subscriber } from '../factories';
import {
  aCatalogue,
  aPortalConfiguration,
  aSubscriber,
  DECEMBER_1,
  NOVEMBER_1,
  NOVEMBER_16,
} from '../factories';
import { ACCOUNT, DONE } from './portal-page';
import { type Account, anAccount, setClock } from './stripe-under-test';

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features;
type Completion = Stripe.BillingPortal.SessionCreateParams.FlowData.AfterCompletion;
type OnSubscription = 'subscription_cancel' | 'subscription_pause' | 'subscription_update';

export type FlowStage = Account & Readonly<{ catalogue: Catalogue; configuration: string; ada: Subscriber }>;

/**
 * An account of its own on 16 November, half of November gone: Ada pays $15.00 a month for Starter since the 1st.
 * `features` and `update` override the portal's configuration, `terms` are further create params of the subscription.
 */
export async function aFlowStage({
  features = {},
  update = {},
  terms = {},
  quantity = 1,
  on = ({ starter }) => starter.month,
}: {
  features?: Features;
  update?: Partial<NonNullable<Features['subscription_update']>>;
  terms?: Stripe.SubscriptionCreateParams;
  quantity?: number;
  on?: (catalogue: Catalogue) => string;
} = {}): Promise<FlowStage> {
  const account = anAccount();
  const catalogue = await aCatalogue(account.stripe);
  const plans = [catalogue.starter, catalogue.pro];
  const configuration = await aPortalConfiguration(account.stripe, { plans, update, features });
  await setClock(account, NOVEMBER_16);
  const price = on(catalogue);
  const ada = await aSubscriber(account.stripe, {
    price,
    quantity,
    since: NOVEMBER_1,
    renews: DECEMBER_1,
    terms,
  });
  return { ...account, catalogue, configuration, ada };
}

/** The URL of a session for one flow on Ada's subscription; it redirects to DONE unless `completion` says otherwise. */
export async function aFlowLink(
  { stripe, ada, configuration }: FlowStage,
  type: OnSubscription,
  {
    retention,
    completion = { type: 'redirect', redirect: { return_url: DONE } },
  }: { retention?: string; completion?: Completion } = {},
): Promise<string> {
  const { subscription } = ada;
  const offer = retention && {
    retention: { type: 'coupon_offer' as const, coupon_offer: { coupon: retention } },
  };
  const session = await stripe.billingPortal.sessions.create({
    customer: ada.customer,
    configuration,
    return_url: ACCOUNT,
    flow_data: { type, [type]: { subscription, ...offer }, after_completion: completion },
  });
  return session.url;
}

/** The URL of the portal's home for Ada. */
export async function aHomeLink({ stripe, ada, configuration }: FlowStage): Promise<string> {
  const { customer } = ada;
  const session = await stripe.billingPortal.sessions.create({
    customer,
    configuration,
    return_url: ACCOUNT,
  });
  return session.url;
}

export const theSubscription = ({ stripe, ada }: FlowStage): Promise<Stripe.Subscription> =>
  stripe.subscriptions.retrieve(ada.subscription);

/** The types of all events, oldest first. */
export async function eventTypes({ stripe }: FlowStage): Promise<string[]> {
  return (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).reverse();
}

/** Expects that `work` leaves the subscription as it is, and no event. */
export async function expectNoChange(stage: FlowStage, work: () => Promise<unknown>): Promise<void> {
  const [before, events] = [await theSubscription(stage), await eventTypes(stage)];
  await work();
  expect(await theSubscription(stage)).toEqual(before);
  expect(await eventTypes(stage)).toEqual(events);
}
