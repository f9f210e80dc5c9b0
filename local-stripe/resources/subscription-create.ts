import type { Account } from '../account';
import { requireOwnMethod } from '../billing/attach';
import { after, DAY } from '../billing/calendar';
import { cancelFields } from '../billing/cancellation';
import type { WantedItem } from '../billing/change';
import { orCustomers } from '../billing/customer-discount';
import { priceAmount } from '../billing/price-amount';
import { readDiscounts } from '../billing/redemption';
import { subscribe } from '../billing/subscribe';
import type { Customer, Subscription } from '../records';
import { invalid, noSuch } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  clearableString,
  emptyList,
  hash,
  type Infer,
  integer,
  list,
  metadata,
  oneOf,
  required,
  string,
  timestamp,
  timestampOr,
} from '../wire/params';
import { addInvoiceItems, leaveForNextInvoice, readAdded } from './added-items';
import { anchorBy, anchorConfig, configOf } from './anchor-config';
import {
  automaticTax,
  paymentBehavior,
  paymentSettings,
  prorationBehavior,
  trialSettings,
} from './subscription-behavior';
import { discountEntry, newItems, newItemsParam, refuseMixedIntervals } from './subscription-params';

/** What `POST /v1/subscriptions` takes. */
export const createParams = {
  add_invoice_items: addInvoiceItems,
  automatic_tax: automaticTax,
  backdate_start_date: timestamp({ min: 0 }),
  billing_cycle_anchor: timestamp({ min: 0 }),
  billing_cycle_anchor_config: anchorConfig,
  billing_mode: hash({
    type: required(oneOf('classic', 'flexible')),
    flexible: hash({ proration_discounts: oneOf('included', 'itemized') }),
  }),
  cancel_at: timestampOr('max_period_end', 'min_period_end'),
  cancel_at_period_end: boolean(),
  collection_method: oneOf('charge_automatically', 'send_invoice'),
  currency: string(3),
  customer: required(string()),
  days_until_due: integer({ min: 0 }),
  default_payment_method: string(),
  default_tax_rates: emptyList('tax rates'),
  description: clearableString(500),
  discounts: clearable(list(discountEntry)),
  items: required(newItemsParam),
  metadata: metadata(),
  off_session: boolean(),
  payment_behavior: paymentBehavior,
  payment_settings: paymentSettings,
  proration_behavior: prorationBehavior,
  trial_end: timestampOr('now'),
  trial_from_plan: boolean(),
  trial_period_days: integer({ min: 1, max: 730 }),
  trial_settings: trialSettings,
};
type Given = Infer<typeof createParams>;

/** Makes the subscription that the parameters ask for. */
export function createSubscription(account: Account, params: Given): Subscription {
  const customer = account.store.get('customers', params.customer);
  if (!customer) throw noSuch('customer', params.customer, 'customer');
  refuseHowPaid(params);
  refuseForeignPrices(account, params, customer);
  const items = newItems(account, params.items, 'items', {
    customer: customer.id,
    currency: params.currency?.toLowerCase() ?? customer.currency ?? undefined,
  });
  refuseMixedIntervals(params.billing_mode?.type ?? 'flexible', items, 'items');
  const currency = currencyFor(params.currency, customer, items[0]?.price.currency ?? '');
  const amount = items.reduce((sum, item) => sum + priceAmount(item.price, currency, item.quantity), 0);
  const id = account.ids.next('sub');
  const redeemer = { customer: customer.id, subscription: null, isUpdate: false, amount, currency };
  const asked = readDiscounts(account, params.discounts ?? [], redeemer, 'discounts');
  const terms = orCustomers(account, customer.id, asked);
  if (params.default_payment_method)
    requireOwnMethod(account, params.default_payment_method, customer.id, 'default_payment_method');
  if (params.billing_cycle_anchor !== undefined && params.billing_cycle_anchor <= account.now())
    throw invalid('Invalid billing_cycle_anchor: must be in the future.', {
      param: 'billing_cycle_anchor',
    });
  const [start, trialEnd] = [startOf(account, params), trialEndOf(account, params, items)];
  const added = readAdded(account, params.add_invoice_items, currency);
  return subscribe(account, {
    id,
    customer,
    currency,
    items,
    terms,
    defaultPaymentMethod: params.default_payment_method ?? null,
    paymentBehavior:
      params.payment_behavior === 'pending_if_incomplete'
        ? 'allow_incomplete'
        : (params.payment_behavior ?? 'allow_incomplete'),
    prorationBehavior: params.proration_behavior ?? 'create_prorations',
    billingMode: params.billing_mode?.type ?? 'flexible',
    start,
    anchor: anchorOf(account, params, items, trialEnd),
    anchorConfig: params.billing_cycle_anchor_config ? configOf(params.billing_cycle_anchor_config) : null,
    trialEnd,
    offSession: params.off_session ?? false,
    metadata: mergeMetadata({}, params.metadata),
    description: params.description ?? null,
    collectionMethod: params.collection_method ?? 'charge_automatically',
    daysUntilDue: params.collection_method === 'send_invoice' ? (params.days_until_due ?? null) : null,
    prorationDiscounts: params.billing_mode?.flexible?.proration_discounts ?? 'included',
    addToFirstInvoice: (subscription) => leaveForNextInvoice(account, added, subscription),
    saveDefaultPaymentMethod: params.payment_settings?.save_default_payment_method ?? 'off',
    paymentMethodTypes: params.payment_settings?.payment_method_types != null,
    missingPaymentMethod: params.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice',
    ending: (created) =>
      cancelFields(account, created, {
        cancel_at: params.cancel_at,
        cancel_at_period_end: params.cancel_at_period_end,
      }),
  });
}

function refuseHowPaid(params: Given): void {
  const sent = params.collection_method === 'send_invoice';
  if (sent && params.days_until_due === undefined)
    throw invalid('Missing required param: days_until_due.', {
      code: 'parameter_missing',
      param: 'days_until_due',
    });
  if (!sent && params.days_until_due !== undefined)
    throw invalid('You can only set `days_until_due` when `collection_method` is `send_invoice`.', {
      param: 'days_until_due',
    });
  if (params.payment_behavior === 'pending_if_incomplete')
    throw invalid('`payment_behavior=pending_if_incomplete` is for updates of a subscription only.', {
      param: 'payment_behavior',
    });
  if (params.billing_mode?.type === 'classic' && params.billing_mode.flexible)
    throw invalid('`billing_mode[flexible]` needs `billing_mode[type]=flexible`.', {
      param: 'billing_mode[flexible]',
    });
}

/** A customer pays in one currency: prices that do not come in it are refused. */
function refuseForeignPrices(account: Account, { currency, items }: Given, customer: Customer): void {
  const fixed = customer.currency;
  if (!fixed || currency !== undefined) return;
  const offers = (id: string | undefined): boolean => {
    const price = account.store.get('prices', id ?? '');
    return price === undefined || price.currency_options?.[fixed] !== undefined;
  };
  const foreign = items.findIndex((item) => !offers(item?.price));
  if (foreign >= 0) throw mixedCurrencies(fixed, `items[${foreign}][price]`);
}

const mixedCurrencies = (fixed: string, param: string) =>
  invalid(
    `You cannot combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with currency ${fixed}`,
    { param },
  );

function currencyFor(given: string | undefined, customer: Customer, priceCurrency: string): string {
  const currency = given?.toLowerCase() ?? customer.currency ?? priceCurrency;
  if (customer.currency && customer.currency !== currency)
    throw mixedCurrencies(customer.currency, 'currency');
  return currency;
}

/** When whole periods begin; null for at once. */
function anchorOf(
  account: Account,
  { billing_cycle_anchor: anchor, billing_cycle_anchor_config: config }: Given,
  items: readonly WantedItem[],
  trialEnd: number | null,
): number | null {
  if (!config) return anchor ?? null;
  if (anchor !== undefined)
    throw invalid(
      'You may only specify one of these parameters: billing_cycle_anchor, billing_cycle_anchor_config.',
      { param: 'billing_cycle_anchor' },
    );
  if (trialEnd !== null)
    throw invalid('The local Stripe takes no `billing_cycle_anchor_config` together with a trial.', {
      param: 'billing_cycle_anchor_config',
    });
  const now = account.now();
  const at = anchorBy(config, items, now);
  return at === now ? null : at;
}

function trialEndOf(account: Account, params: Given, items: readonly WantedItem[]): number | null {
  const fromPlan = params.trial_from_plan || undefined;
  const [first, second] = Object.entries({
    trial_end: params.trial_end,
    trial_from_plan: fromPlan,
    trial_period_days: params.trial_period_days,
  }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (first !== undefined && second !== undefined)
    throw invalid(`You may only specify one of these parameters: ${first}, ${second}.`, { param: first });
  const ofPlans = items.flatMap(({ price }) => price.recurring?.trial_period_days ?? []);
  const days = fromPlan && ofPlans.length > 0 ? Math.max(...ofPlans) : params.trial_period_days;
  if (days !== undefined) return account.now() + days * DAY;
  if (typeof params.trial_end !== 'number') return null;
  if (params.trial_end <= account.now())
    throw invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', {
      param: 'trial_end',
    });
  if (params.trial_end > after(account.now(), TWO_YEARS, 1))
    throw invalid('Invalid timestamp: trial_end can be at most two years from now.', { param: 'trial_end' });
  return params.trial_end;
}

const TWO_YEARS = { interval: 'year', interval_count: 2 };

function startOf(account: Account, params: Given): number {
  const [now, start] = [account.now(), params.backdate_start_date];
  if (start === undefined) return now;
  if (start > now)
    throw invalid('Invalid backdate_start_date: must be in the past.', { param: 'backdate_start_date' });
  if (params.billing_cycle_anchor === undefined)
    throw invalid(
      'The local Stripe takes backdate_start_date only together with a billing_cycle_anchor in the future.',
      { param: 'backdate_start_date' },
    );
  return start;
}
