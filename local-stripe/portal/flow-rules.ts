import type { Account } from '../account';
import { hasEnded } from '../billing/ended';
import { unitAmount } from '../billing/lines';
import { priceAmount } from '../billing/price-amount';
import { readDiscounts } from '../billing/redemption';
import { couponNow } from '../billing/validity';
import type { Configuration, Customer, PortalSession, Subscription, SubscriptionItem } from '../records';
import { invalid, noSuch } from '../wire/errors';

/** A flow as the session keeps it. */
export type Flow = NonNullable<PortalSession['flow']>;

type Confirm = NonNullable<Flow['subscription_update_confirm']>;
type Party = Readonly<{ account: Account; customer: Customer; configuration: Configuration }>;

/**
 * Refuses a flow that Stripe would refuse, in Stripe's words: at the session's creation, and again when its page is
 * opened or confirmed, because the subscription may have changed in between.
 */
export function checkFlow(party: Party, flow: Flow): void {
  const { features } = party.configuration;
  switch (flow.type) {
    case 'payment_method_update':
      requireFeature(
        features.payment_method_update.enabled,
        'payment method cannot be updated',
        'payment method update',
      );
      break;
    case 'customer_update':
      requireFeature(features.customer_update.enabled, 'customer cannot be updated', 'customer update');
      break;
    case 'subscription_cancel':
      if (flow.subscription_cancel) checkCancel(party, flow.subscription_cancel);
      break;
    case 'subscription_pause':
      if (flow.subscription_pause) checkPause(party, flow.subscription_pause.subscription);
      break;
    case 'subscription_update':
      if (flow.subscription_update) checkUpdate(party, flow.subscription_update.subscription);
      break;
    case 'subscription_update_confirm':
      if (flow.subscription_update_confirm) checkConfirm(party, flow.subscription_update_confirm);
  }
}

function requireFeature(on: boolean, consequence: string, feature: string): void {
  if (!on)
    throw invalid(
      `This ${consequence} because the ${feature} feature in the portal configuration is disabled.`,
    );
}

/** The customer's own subscription. Somebody else's is as unknown as one that never was. */
function ownSubscription({ account, customer }: Party, id: string, param: string): Subscription {
  const subscription = account.store.get('subscriptions', id);
  if (!subscription || subscription.customer !== customer.id) throw noSuch('subscription', id, param);
  return subscription;
}

function refuseEnded(subscription: Subscription, doing: string): void {
  if (hasEnded(subscription))
    throw invalid(`The subscription \`${subscription.id}\` is canceled and cannot be ${doing}.`);
}

function checkCancel(party: Party, cancel: NonNullable<Flow['subscription_cancel']>): void {
  const [id, coupon] = [cancel.subscription, cancel.retention?.coupon_offer?.coupon];
  const subscription = ownSubscription(party, id, 'flow_data[subscription_cancel][subscription]');
  requireFeature(
    party.configuration.features.subscription_cancel.enabled,
    'subscription cannot be canceled',
    'subscription cancel',
  );
  refuseEnded(subscription, 'canceled again');
  if (subscription.cancel_at_period_end || subscription.cancel_at !== null)
    throw invalid(`The subscription \`${id}\` is already set to be canceled at period end.`);
  if (coupon === undefined) return;
  const offer = party.account.store.get('coupons', coupon);
  const param = 'flow_data[subscription_cancel][retention][coupon_offer][coupon]';
  if (!offer) throw noSuch('coupon', coupon, param);
  if (!couponNow(party.account, offer).valid)
    throw invalid(`Coupon ${coupon} is used up or expired and cannot be applied.`, {
      code: 'coupon_expired',
      param,
    });
}

/** https://docs.stripe.com/billing/subscriptions/pause: who may pause. */
function checkPause(party: Party, id: string): void {
  const subscription = ownSubscription(party, id, 'flow_data[subscription_pause][subscription]');
  requireFeature(
    party.configuration.features.subscription_pause.enabled,
    'subscription cannot be paused',
    'subscription pause',
  );
  if (subscription.billing_mode.type !== 'flexible')
    throw invalid(`The subscription \`${id}\` cannot be paused because its billing mode is not flexible.`);
  if (!['active', 'past_due'].includes(subscription.status))
    throw invalid(
      `The subscription \`${id}\` cannot be paused because its status is ${subscription.status}.`,
    );
  if (subscription.collection_method === 'send_invoice')
    throw invalid(
      `The subscription \`${id}\` cannot be paused because its collection method is send_invoice.`,
    );
  if (subscription.schedule !== null)
    throw invalid(`The subscription \`${id}\` cannot be paused because a schedule is attached to it.`);
}

const UPDATE_DISABLED =
  'This subscription cannot be updated because the subscription update feature in the portal configuration is disabled.';

function updatable(
  party: Party,
  id: string,
  param: string,
): { subscription: Subscription; item: SubscriptionItem } {
  const subscription = ownSubscription(party, id, param);
  const { enabled, default_allowed_updates } = party.configuration.features.subscription_update;
  if (!enabled || default_allowed_updates.length === 0) throw invalid(UPDATE_DISABLED);
  refuseEnded(subscription, 'updated');
  if (subscription.status === 'paused')
    throw invalid(`The subscription \`${id}\` is paused and cannot be updated before it is resumed.`);
  const [item, second] = subscription.items.data;
  if (!item || second)
    throw invalid(`This PortalSession cannot update subscription \`${id}\` because it has multiple items.`);
  if (subscription.collection_method === 'send_invoice')
    throw invalid(
      `This PortalSession cannot update subscription \`${id}\` because its collection method is send_invoice.`,
    );
  if (item.price.billing_scheme === 'tiered')
    throw invalid(`This PortalSession cannot update subscription \`${id}\` because its price is tiered.`);
  return { subscription, item };
}

function checkUpdate(party: Party, id: string): void {
  const { item } = updatable(party, id, 'flow_data[subscription_update][subscription]');
  const offered = listedPrices(party.configuration);
  if (!offered.some((price) => price !== item.price.id))
    throw invalid(
      'This subscription cannot be updated because there is no price in the portal configuration available to change to.',
    );
}

const listedPrices = ({ features }: Configuration): string[] =>
  (features.subscription_update.products ?? []).flatMap((product) => product.prices);

function checkConfirm(party: Party, confirm: Confirm): void {
  const path = 'flow_data[subscription_update_confirm]';
  const { subscription, item } = updatable(party, confirm.subscription, `${path}[subscription]`);
  const [wanted, second] = confirm.items;
  if (!wanted || second)
    throw invalid(`${path}[items] must have exactly one entry.`, { param: `${path}[items]` });
  if (wanted.id !== item.id) throw noSuch('subscription item', wanted.id ?? '', `${path}[items][0][id]`);
  const newPrice = wanted.price !== null && wanted.price !== item.price.id ? wanted.price : null;
  if (newPrice !== null) checkPrice(party, subscription, item, newPrice, `${path}[items][0][price]`);
  const newQuantity = wanted.quantity !== undefined && wanted.quantity !== (item.quantity ?? 1);
  if (newQuantity) {
    requireAllowed(party.configuration, 'quantity');
    checkQuantity(party.configuration, item, wanted, `${path}[items][0][quantity]`);
  }
  const discounts = confirm.discounts ?? [];
  if (discounts.length > 1)
    throw invalid(`${path}[discounts] can have at most one entry.`, { param: `${path}[discounts]` });
  if (newPrice === null && !newQuantity && discounts.length === 0)
    throw invalid('Cannot update the subscription because there are no changes to confirm.');
  if (discounts.some((each) => each.promotion_code !== null))
    requireAllowed(party.configuration, 'promotion_code');
  const price = party.account.store.get('prices', wanted.price ?? item.price.id) ?? item.price;
  readDiscounts(
    party.account,
    discounts.map(({ coupon, promotion_code }) => ({
      ...(coupon !== null && { coupon }),
      ...(promotion_code !== null && { promotion_code }),
    })),
    {
      customer: party.customer.id,
      subscription: subscription.id,
      isUpdate: true,
      amount: priceAmount(price, subscription.currency, wanted.quantity ?? item.quantity ?? 1),
      currency: subscription.currency,
    },
    `${path}[discounts]`,
  );
}

function checkPrice(
  party: Party,
  subscription: Subscription,
  item: SubscriptionItem,
  id: string,
  param: string,
): void {
  const price = party.account.store.get('prices', id);
  if (!price) throw noSuch('price', id, param);
  requireAllowed(party.configuration, 'price');
  if (!listedPrices(party.configuration).includes(id))
    throw invalid(
      `The item \`${item.id}\` cannot be updated to price \`${id}\` because the configuration \`${party.configuration.id}\` does not include the price in its \`features[subscription_update][products]\`.`,
    );
  unitAmount(price, subscription.currency);
}

/** A link can ask for no other quantity than the page of plans lets the customer choose. */
function checkQuantity(
  { id, features }: Configuration,
  item: SubscriptionItem,
  { price, quantity = 1 }: Confirm['items'][number],
  param: string,
): void {
  const listed = (features.subscription_update.products ?? []).find(({ prices }) =>
    prices.includes(price ?? item.price.id),
  )?.adjustable_quantity;
  if (!listed) return;
  const { enabled, minimum = 1, maximum = null } = listed;
  const limits = maximum === null ? `at least ${minimum}` : `${minimum} to ${maximum}`;
  const refuse = (because: string) =>
    invalid(
      `The item \`${item.id}\` cannot be updated to quantity ${quantity} because the configuration \`${id}\` ${because}.`,
      { param },
    );
  if (!enabled) throw refuse('does not let customers adjust the quantity of this product');
  if (quantity < minimum || (maximum !== null && quantity > maximum))
    throw refuse(`limits the quantity of this product to ${limits}`);
}

function requireAllowed(configuration: Configuration, update: 'price' | 'promotion_code' | 'quantity'): void {
  if (configuration.features.subscription_update.default_allowed_updates.includes(update)) return;
  throw invalid(
    `The configuration \`${configuration.id}\` does not include \`${update}\` in its \`features[subscription_update][default_allowed_updates]\`.`,
  );
}
