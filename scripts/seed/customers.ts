import type Stripe from 'stripe';
import {
  type CatalogPlan,
  catalogPlan,
  type Interval,
  lookupKey,
  PLAN_KEYS,
  PLANS,
} from '../../lib/billing/catalogue';
import { MARK } from '../setup/step';
import type { Account } from './account';
import { monthsAfter, periodStart } from './periods';

const DAY = 86_400;

const PAID = PLANS.filter(({ prices }) => Object.values(prices.month).some((amount) => amount > 0));
const SMALL = PAID[0] ?? catalogPlan(PLAN_KEYS[0]);
const LARGE = PAID.find(({ highlighted }) => highlighted) ?? SMALL;

type DemoCustomer = Readonly<{
  email: string;
  name: string;
  /** The state, in words for the launcher's list. */
  state: string;
  /** Makes the customer's subscription; a person without one has none. */
  subscribe?: (account: Account, customer: string) => Promise<void>;
}>;

export type SeededCustomer = Readonly<{ email: string; state: string; customer: string }>;

const CUSTOMERS: readonly DemoCustomer[] = [
  {
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    state: `${SMALL.name}, monthly, active`,
    subscribe: async (account, customer) => {
      await create(account, customer, SMALL, 'month', since(periodStart(account.now), 1));
    },
  },
  {
    email: 'bruno@example.com',
    name: 'Bruno Salvi',
    state: `${LARGE.name}, yearly, active for five months`,
    subscribe: async (account, customer) => {
      await create(account, customer, LARGE, 'year', since(monthsAfter(periodStart(account.now), -5), 12));
    },
  },
  {
    email: 'chiara@example.com',
    name: 'Chiara Conti',
    state: `${LARGE.name}, monthly, trial ends in nine days`,
    subscribe: async (account, customer) => {
      await create(account, customer, LARGE, 'month', { trial_end: account.now + 9 * DAY });
    },
  },
  {
    email: 'dmitri@example.com',
    name: 'Dmitri Orlov',
    state: `${SMALL.name}, monthly, ends with this period`,
    subscribe: async (account, customer) => {
      const { id } = await create(account, customer, SMALL, 'month', since(periodStart(account.now), 1));
      await account.stripe.subscriptions.update(id, { cancel_at: 'max_period_end' });
    },
  },
  {
    email: 'emi@example.com',
    name: 'Emi Tanaka',
    state: `${SMALL.name}, monthly, last payment failed`,
    subscribe: async (account, customer) => {
      const { id } = await create(account, customer, SMALL, 'month', since(periodStart(account.now), 1));
      await payWith(account, customer, 'pm_card_chargeCustomerFail');
      await account.stripe.subscriptions.update(id, {
        billing_cycle_anchor: { type: 'now' },
        proration_behavior: 'always_invoice',
        payment_behavior: 'allow_incomplete',
      });
    },
  },
  { email: 'farah@example.com', name: 'Farah Haddad', state: 'customer without a subscription' },
];

/** Finds or makes the six demo customers; the Stripe customer id of each comes back. */
export async function seedCustomers(account: Account): Promise<SeededCustomer[]> {
  const seeded: SeededCustomer[] = [];
  for (const person of CUSTOMERS) {
    const customer = (await find(account, person.email)) ?? (await make(account, person));
    seeded.push({ email: person.email, state: person.state, customer });
  }
  return seeded;
}

async function find({ stripe }: Account, email: string): Promise<string | null> {
  const { data } = await stripe.customers.list({ email, limit: 100 });
  return data.find((customer) => customer.metadata[MARK] === email)?.id ?? null;
}

async function make(account: Account, { email, name, subscribe }: DemoCustomer): Promise<string> {
  const { id } = await account.stripe.customers.create({ email, name });
  await payWith(account, id, 'pm_card_visa');
  await subscribe?.(account, id);
  // The mark comes last: a customer of a run that broke off is made anew.
  await account.stripe.customers.update(id, { metadata: { [MARK]: email } });
  account.created += 1;
  return id;
}

/** Attaches a test card and makes it the customer's default. */
async function payWith({ stripe }: Account, customer: string, card: string): Promise<void> {
  const { id } = await stripe.paymentMethods.attach(card, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
}

/** A subscription that began in the past and is paid up to the end of that first period. */
function since(start: number, months: number): Partial<Stripe.SubscriptionCreateParams> {
  return { backdate_start_date: start, billing_cycle_anchor: monthsAfter(start, months) };
}

async function create(
  { stripe }: Account,
  customer: string,
  plan: CatalogPlan,
  interval: Interval,
  terms: Partial<Stripe.SubscriptionCreateParams>,
): Promise<Stripe.Subscription> {
  const key = lookupKey(plan.key, interval);
  const [price] = (await stripe.prices.list({ lookup_keys: [key], limit: 1 })).data;
  if (!price) throw new Error(`No price has the lookup key "${key}", the catalogue was not seeded.`);
  return stripe.subscriptions.create({ customer, items: [{ price: price.id }], ...terms });
}
