import type { Account } from '../account';
import { DAY } from '../billing/calendar';
import { addSetupIntent } from '../billing/setup-intents';
import { withDiscounts } from '../checkout/amounts';
import { expireSession } from '../checkout/expiry';
import type { CheckoutOrder } from '../checkout/order';
import { endpoint } from '../endpoint';
import type { CheckoutSession } from '../records';
import { invalid } from '../wire/errors';
import { page, pageOf, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import { hash, metadata, oneOf, range, string } from '../wire/params';
import { currencyFor, itemsOf, refuseTotal } from './checkout-lines';
import { createSession } from './checkout-params';
import { checkSession, type GivenSession } from './checkout-rules';
import { shippingOf } from './intent-shipping';
import { requireSession } from './require-session';

function addSession(account: Account, given: GivenSession): CheckoutSession {
  checkSession(account, given);
  const items = itemsOf(account, given);
  const { metadata: subscriptionMetadata, ...subscription } = given.subscription_data ?? {};
  const bare = bareSession(account, given, currencyFor(account, given, items));
  const order = account.store.put('checkoutOrders', {
    id: bare.id,
    items,
    subscription: { ...subscription, metadata: mergeMetadata({}, subscriptionMetadata) },
    payment: given.mode === 'payment' ? paymentOf(given) : null,
    updates: {
      address: given.customer_update?.address === 'auto',
      name: given.customer_update?.name === 'auto',
    },
    entered: { email: '', name: '', code: '' },
    problem: null,
    challenge: null,
  });
  const discounts = (given.discounts ?? []).map((each) => ({
    coupon: each?.coupon ?? null,
    promotion_code: each?.promotion_code ?? null,
  }));
  const priced =
    given.mode === 'setup'
      ? { ...bare, setup_intent: setupIntentFor(account, given) }
      : withDiscounts(account, bare, order, discounts);
  refuseTotal(priced);
  const free = priced.amount_total === 0 || given.mode === 'setup';
  return account.store.put('checkoutSessions', {
    ...priced,
    payment_status: free ? 'no_payment_required' : 'unpaid',
  });
}

const paymentOf = ({ payment_intent_data: data }: GivenSession): CheckoutOrder['payment'] => ({
  capture_method: data?.capture_method ?? 'automatic_async',
  description: data?.description ?? null,
  metadata: mergeMetadata({}, data?.metadata),
  receipt_email: data?.receipt_email ?? null,
  setup_future_usage: data?.setup_future_usage ?? null,
  shipping: data?.shipping ? shippingOf(data.shipping) : null,
});

const setupIntentFor = (account: Account, given: GivenSession): string =>
  addSetupIntent(account, {
    customer: given.customer ?? null,
    description: given.setup_intent_data?.description ?? null,
    metadata: mergeMetadata({}, given.setup_intent_data?.metadata),
  }).id;

function bareSession(account: Account, given: GivenSession, currency: string | null): CheckoutSession {
  const id = `cs_test_${account.ids.secret(58)}`;
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: null,
    after_expiration: null,
    allow_promotion_codes: given.allow_promotion_codes ?? null,
    allowed_payment_method_types: given.allowed_payment_method_types ?? null,
    amount_subtotal: null,
    amount_total: null,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: given.billing_address_collection ?? null,
    cancel_url: given.cancel_url ?? null,
    client_reference_id: given.client_reference_id ?? null,
    client_secret: null,
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    consent: null,
    consent_collection: null,
    created: account.now(),
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: given.custom_text?.submit ?? null,
      terms_of_service_acceptance: null,
    },
    customer: given.customer ?? null,
    customer_account: null,
    customer_creation: creationOf(given),
    customer_details: detailsOf(account, given),
    customer_email: given.customer_email ?? null,
    discounts: given.mode === 'setup' ? null : [],
    expires_at: given.expires_at ?? account.now() + DAY,
    integration_identifier: null,
    invoice: null,
    invoice_creation: given.mode === 'payment' ? NO_INVOICE : null,
    livemode: false,
    locale: given.locale ?? null,
    managed_payments: null,
    metadata: mergeMetadata({}, given.metadata),
    mode: given.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: collectionOf(given),
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: given.phone_number_collection?.enabled ?? false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    success_url: given.success_url ?? null,
    total_details: null,
    ui_mode: 'hosted_page',
    url: `${account.origin}/c/pay/${id}`,
    wallet_options: null,
  };
}

const NO_INVOICE = {
  enabled: false,
  invoice_data: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: null,
    metadata: {},
    rendering_options: null,
  },
};

/** Whether a customer is made; null where one is there already, or a subscription needs one anyhow. */
function creationOf(given: GivenSession): CheckoutSession['customer_creation'] {
  if (given.mode === 'subscription' || given.customer !== undefined) return null;
  const kept = given.payment_intent_data?.setup_future_usage !== undefined;
  return given.customer_creation ?? (kept ? 'always' : 'if_required');
}

/** What is known of who pays before they have filled in anything. */
function detailsOf(account: Account, given: GivenSession): CheckoutSession['customer_details'] {
  const known = account.store.get('customers', given.customer ?? '');
  if (!known && given.customer_email === undefined) return null;
  return {
    address: null,
    business_name: null,
    email: known?.email ?? given.customer_email ?? null,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: given.mode === 'setup' ? null : (known?.tax_exempt ?? 'none'),
    tax_ids: null,
  };
}

function collectionOf(given: GivenSession): CheckoutSession['payment_method_collection'] {
  return given.payment_method_collection ?? (given.mode === 'payment' ? 'if_required' : 'always');
}

const filters = {
  ...pagination,
  created: range(),
  customer: string(),
  customer_details: hash({ email: string() }),
  payment_intent: string(),
  status: oneOf('complete', 'expired', 'open'),
  subscription: string(),
};

export const checkoutSessions = [
  endpoint('POST', '/v1/checkout/sessions', createSession, addSession),
  endpoint('GET', '/v1/checkout/sessions', filters, (account, params) => {
    const { customer, customer_details, status, subscription } = params;
    return page(account, 'checkoutSessions', {
      url: '/v1/checkout/sessions',
      params,
      ...(customer !== undefined && { from: account.store.by('checkoutSessions', 'customer', customer) }),
      ...(subscription !== undefined && {
        from: account.store.by('checkoutSessions', 'subscription', subscription),
      }),
      keep: (session) =>
        within(session.created, params.created) &&
        (customer === undefined || session.customer === customer) &&
        (params.payment_intent === undefined || session.payment_intent === params.payment_intent) &&
        (status === undefined || session.status === status) &&
        (customer_details?.email === undefined || session.customer_details?.email === customer_details.email),
    });
  }),
  endpoint('GET', '/v1/checkout/sessions/:id', {}, (account, _, { id = '' }) => requireSession(account, id)),
  endpoint('POST', '/v1/checkout/sessions/:id', { metadata: metadata() }, (account, params, { id = '' }) => {
    const before = requireSession(account, id);
    return account.store.put('checkoutSessions', {
      ...before,
      metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
    });
  }),
  endpoint('POST', '/v1/checkout/sessions/:id/expire', {}, (account, _, { id = '' }) => {
    const session = requireSession(account, id);
    if (session.status !== 'open')
      throw invalid(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}`,
      );
    return expireSession(account, session);
  }),
  endpoint('GET', '/v1/checkout/sessions/:id/line_items', pagination, (account, params, { id = '' }) => {
    const { line_items } = requireSession(account, id);
    const url = `/v1/checkout/sessions/${id}/line_items`;
    return pageOf({ object: 'list', data: line_items?.data ?? [], url }, params);
  }),
];
