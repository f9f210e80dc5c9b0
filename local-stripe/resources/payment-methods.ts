import type { Account } from '../account';
import { type Decline, type TestCard, testCardNamed, testCardNumbered } from '../billing/test-cards';
import { endpoint } from '../endpoint';
import type { PaymentMethod } from '../records';
import { ApiError, invalid, missing, noSuch, notFound } from '../wire/errors';
import { page, pagination } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import { clearable, hash, integer, metadata, oneOf, required, string } from '../wire/params';

const address = hash({
  city: clearable(string()),
  country: clearable(string(2)),
  line1: clearable(string()),
  line2: clearable(string()),
  postal_code: clearable(string()),
  state: clearable(string()),
});
const billingDetails = hash({
  address,
  email: clearable(string()),
  name: clearable(string()),
  phone: clearable(string()),
});
const create = {
  type: required(oneOf('card')),
  card: hash({
    token: string(),
    number: string(),
    exp_month: integer(),
    exp_year: integer(),
    cvc: string(),
  }),
  billing_details: billingDetails,
  metadata: metadata(),
};
const update = {
  billing_details: billingDetails,
  card: hash({ exp_month: integer({ min: 1, max: 12 }), exp_year: integer() }),
  metadata: metadata(),
};

/** A card payment method that no customer has yet. Expiry is month and four-digit year. */
export function addCard(
  account: Account,
  card: TestCard,
  expiry: { month: number; year: number },
): PaymentMethod {
  const id = account.ids.next('pm');
  account.store.put('cards', { id, number: card.number });
  return account.store.put('paymentMethods', {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: noAddress, email: null, name: null, phone: null, tax_id: null },
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: card.brand === 'amex' ? 'american_express' : card.brand,
      exp_month: expiry.month,
      exp_year: expiry.year,
      fingerprint: `local${card.number.slice(-11)}`,
      funding: 'credit',
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: card.brand !== 'amex' },
      wallet: null,
    },
    created: account.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  });
}

const noAddress = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

/** The card of a test token such as `pm_card_visa`, valid for about three more years. */
function addTokenCard(account: Account, card: TestCard): PaymentMethod {
  return addCard(account, card, { month: 8, year: new Date(account.now() * 1000).getUTCFullYear() + 3 });
}

export const cardDeclined = (
  decline: Decline,
  detail: { payment_method?: object; payment_intent?: object } = {},
) =>
  new ApiError(402, decline.message, {
    type: 'card_error',
    code: decline.code,
    ...(decline.declineCode !== null && { decline_code: decline.declineCode }),
    ...detail,
  });

/**
 * Attaches a payment method (or the card behind a test token) to a customer.
 * Throws the card error of a card that declines: such a card cannot be attached.
 */
export function attach(account: Account, id: string, customer: string, param: string): PaymentMethod {
  const token = testCardNamed(id);
  const method = token ? addTokenCard(account, token) : account.store.get('paymentMethods', id);
  if (!method) throw noSuch('PaymentMethod', id, param);
  if (method.customer === customer) return method;
  if (method.customer !== null)
    throw invalid(
      'The payment method you provided has already been attached to a customer. To use this PaymentMethod again, you must detach it first.',
      { code: 'payment_method_unexpected_state', param },
    );
  if (account.store.get('tombstones', method.id))
    throw invalid(
      'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
      { code: 'payment_method_unexpected_state', param },
    );
  const refusal = cardOf(account, method)?.onAttach;
  if (refusal) throw cardDeclined(refusal);
  const attached = account.store.put('paymentMethods', { ...method, customer });
  account.emit('payment_method.attached', attached);
  return attached;
}

/** The test card behind a payment method. */
export function cardOf(account: Account, method: PaymentMethod): TestCard | undefined {
  return testCardNumbered(account.store.get('cards', method.id)?.number ?? '');
}

/** A payment method that belongs to the customer; throws when it is unknown or somebody else's. */
export function requireOwnMethod(
  account: Account,
  id: string,
  customer: string,
  param: string,
): PaymentMethod {
  const method = account.store.get('paymentMethods', id);
  if (!method) throw noSuch('PaymentMethod', id, param);
  if (method.customer !== customer)
    throw invalid(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      { param },
    );
  return method;
}

function requireMethod(account: Account, id: string): PaymentMethod {
  const method = account.store.get('paymentMethods', id);
  if (!method) throw notFound('PaymentMethod', id, 'payment_method');
  return method;
}

const DIGITS_ONLY = /^\d{12,19}$/;

function cardFrom(
  account: Account,
  given: {
    token?: string | undefined;
    number?: string | undefined;
    exp_month?: number | undefined;
    exp_year?: number | undefined;
    cvc?: string | undefined;
  },
): PaymentMethod {
  if (given.token !== undefined) {
    const named = testCardNamed(given.token);
    if (!named) throw noSuch('token', given.token, 'card[token]');
    return addTokenCard(account, named);
  }
  const { exp_month: month, exp_year: year } = given;
  if (given.number === undefined) throw missing('card[number]');
  if (month === undefined) throw missing('card[exp_month]');
  if (year === undefined) throw missing('card[exp_year]');
  const number = given.number.replace(/[ -]/g, '');
  if (!DIGITS_ONLY.test(number) || !passesLuhn(number))
    throw badCard('Your card number is incorrect.', 'incorrect_number', 'card[number]');
  const today = new Date(account.now() * 1000);
  const fullYear = year < 100 ? 2000 + year : year;
  if (month < 1 || month > 12)
    throw badCard("Your card's expiration month is invalid.", 'invalid_expiry_month', 'card[exp_month]');
  if (fullYear < today.getUTCFullYear() || fullYear > today.getUTCFullYear() + 50)
    throw badCard("Your card's expiration year is invalid.", 'invalid_expiry_year', 'card[exp_year]');
  if (given.cvc !== undefined && !/^\d{3,4}$/.test(given.cvc))
    throw badCard("Your card's security code is invalid.", 'invalid_cvc', 'card[cvc]');
  const card = testCardNumbered(number);
  if (!card)
    throw invalid(
      `The local Stripe knows only Stripe's test cards; the number ending in ${number.slice(-4)} is none of them.`,
      {
        param: 'card[number]',
      },
    );
  return addCard(account, card, { month, year: fullYear });
}

const badCard = (message: string, code: string, param: string) =>
  new ApiError(402, message, { type: 'card_error', code, param });

/** The check digit rule of card numbers (ISO/IEC 7812-1). */
export function passesLuhn(number: string): boolean {
  let sum = 0;
  [...number].reverse().forEach((digit, place) => {
    const doubled = Number(digit) * (place % 2 === 1 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return sum % 10 === 0;
}

/** Takes a payment method from its customer; it is no longer anybody's default. */
export function detach(account: Account, method: PaymentMethod): PaymentMethod {
  if (method.customer === null)
    throw invalid(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
      {
        param: 'payment_method',
      },
    );
  const customer = account.store.get('customers', method.customer);
  const detached = account.store.put('paymentMethods', { ...method, customer: null });
  account.store.put('tombstones', { id: method.id, object: 'payment_method' });
  account.emit('payment_method.detached', detached, method);
  if (customer?.invoice_settings.default_payment_method === method.id) {
    const after = account.store.put('customers', {
      ...customer,
      invoice_settings: { ...customer.invoice_settings, default_payment_method: null },
    });
    account.emit('customer.updated', after, customer);
  }
  for (const subscription of account.store.by('subscriptions', 'customer', method.customer))
    if (subscription.default_payment_method === method.id) {
      const after = account.store.put('subscriptions', { ...subscription, default_payment_method: null });
      account.emit('customer.subscription.updated', after, subscription);
    }
  return detached;
}

export const paymentMethods = [
  endpoint('POST', '/v1/payment_methods', create, (account, params) => {
    if (!params.card) throw missing('card');
    const method = cardFrom(account, params.card);
    return account.store.put('paymentMethods', {
      ...method,
      billing_details: detailsWith(method.billing_details, params.billing_details),
      metadata: mergeMetadata({}, params.metadata),
    });
  }),
  endpoint(
    'GET',
    '/v1/payment_methods',
    { ...pagination, customer: string(), type: oneOf('card') },
    (account, params) => listFor(account, params.customer, '/v1/payment_methods', params),
  ),
  endpoint('GET', '/v1/payment_methods/:id', {}, (account, _, { id = '' }) => requireMethod(account, id)),
  endpoint('POST', '/v1/payment_methods/:id', update, (account, params, { id = '' }) => {
    const before = requireMethod(account, id);
    const { exp_month, exp_year } = params.card ?? {};
    const after = account.store.put('paymentMethods', {
      ...before,
      billing_details: detailsWith(before.billing_details, params.billing_details),
      metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      ...(before.card && {
        card: {
          ...before.card,
          exp_month: exp_month ?? before.card.exp_month,
          exp_year: exp_year ?? before.card.exp_year,
        },
      }),
    });
    account.emit('payment_method.updated', after, before);
    return after;
  }),
  endpoint(
    'POST',
    '/v1/payment_methods/:id/attach',
    { customer: required(string()) },
    (account, params, { id = '' }) => {
      if (!account.store.get('customers', params.customer))
        throw noSuch('customer', params.customer, 'customer');
      return attach(account, id, params.customer, 'payment_method');
    },
  ),
  endpoint('POST', '/v1/payment_methods/:id/detach', {}, (account, _, { id = '' }) =>
    detach(account, requireMethod(account, id)),
  ),
  endpoint(
    'GET',
    '/v1/customers/:customer/payment_methods',
    { ...pagination, type: oneOf('card') },
    (account, params, { customer = '' }) => {
      if (!account.store.get('customers', customer)) throw notFound('customer', customer, 'customer');
      return listFor(account, customer, `/v1/customers/${customer}/payment_methods`, params);
    },
  ),
  endpoint(
    'GET',
    '/v1/customers/:customer/payment_methods/:id',
    {},
    (account, _, { customer = '', id = '' }) => {
      const method = account.store.get('paymentMethods', id);
      if (method?.customer !== customer) throw notFound('PaymentMethod', id, 'payment_method');
      return method;
    },
  ),
];

type Page = Parameters<typeof page>[2]['params'];

function listFor(account: Account, customer: string | undefined, url: string, params: Page): object {
  return page(account, 'paymentMethods', {
    url,
    params,
    // Without a customer Stripe lists nothing that is attached; unattached ones are not listed either.
    from: customer === undefined ? [] : account.store.by('paymentMethods', 'customer', customer),
  });
}

type Details = PaymentMethod['billing_details'];
type GivenDetails = {
  address?: { [field: string]: string | null | undefined } | undefined;
  email?: string | null | undefined;
  name?: string | null | undefined;
  phone?: string | null | undefined;
};

function detailsWith(before: Details, given: GivenDetails | undefined): Details {
  if (!given) return before;
  const { address: place, ...rest } = given;
  const changes = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...before,
    ...changes,
    address: place ? { ...noAddress, ...before.address, ...place } : before.address,
  };
}
