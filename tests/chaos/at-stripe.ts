import type Stripe from 'stripe';
import { lookupKey, PLAN_KEYS } from '@/lib/billing/catalogue';
import type { Doing, Ending } from './operations';

/** What the company's own people do at Stripe, past the app, and how often. */
const ACTS = {
  'change plan': 40,
  cancel: 15,
  rename: 30,
  'delete customer': 5,
  'raise a price': 10,
} as const;

/** Does something to a customer, or to a price, that the app learns by events alone. */
export async function actAtStripe(doing: Doing): Promise<Ending> {
  const { stripe, someone, random, told } = doing;
  const [customer] = (await stripe.customers.list({ email: someone.email, limit: 1 })).data;
  if (!customer) return 'nothing to do';
  const act = random.weighted(ACTS);
  try {
    switch (act) {
      case 'rename':
        await stripe.customers.update(customer.id, { name: `Person ${random.below(1000)}` });
        return 'done';
      case 'delete customer':
        await stripe.customers.del(customer.id);
        told.deleted(customer.id, someone.email);
        return 'done';
      case 'raise a price':
        await raisePrice(doing);
        return 'done';
      case 'cancel':
      case 'change plan': {
        const [subscription] = (await stripe.subscriptions.list({ customer: customer.id })).data;
        if (!subscription) return 'nothing to do';
        if (act === 'cancel') await stripe.subscriptions.cancel(subscription.id);
        else await changePlan(doing, subscription);
        return 'done';
      }
    }
  } catch (error) {
    if (error instanceof Error && 'type' in error && error.type === 'StripeInvalidRequestError')
      return 'refused';
    throw error;
  }
}

/** A change that waits for its payment when the card is bad. */
async function changePlan({ stripe, someone, random, told }: Doing, { id, items }: Stripe.Subscription) {
  const [price] = (await stripe.prices.list({ lookup_keys: [lookupKey(random.pick(PLAN_KEYS), 'month')] }))
    .data;
  const [item] = items.data;
  if (!price || !item) return;
  told.confirmed(someone.email);
  await stripe.subscriptions.update(id, {
    items: [{ id: item.id, price: price.id }],
    payment_behavior: 'pending_if_incomplete',
    proration_behavior: 'always_invoice',
  });
}

/** From now on the plan is sold at another price; who has the old one keeps it. */
async function raisePrice({ stripe, random }: Doing): Promise<void> {
  const key = lookupKey(random.pick(['starter', 'pro']), 'month');
  const [old] = (await stripe.prices.list({ lookup_keys: [key], expand: ['data.currency_options'] })).data;
  if (!old?.unit_amount || !old.recurring) return;
  const options = Object.entries(old.currency_options ?? {}).filter(
    ([currency]) => currency !== old.currency,
  );
  await stripe.prices.create({
    product: String(old.product),
    currency: old.currency,
    unit_amount: old.unit_amount + 100,
    recurring: { interval: old.recurring.interval },
    lookup_key: key,
    transfer_lookup_key: true,
    currency_options: Object.fromEntries(
      options.map(([currency, { unit_amount }]) => [currency, { unit_amount: unit_amount ?? 0 }]),
    ),
  });
}
