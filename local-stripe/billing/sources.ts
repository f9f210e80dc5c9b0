import type { Account } from '../account';
import type { Customer, PaymentMethod, Source } from '../records';
import { noSuch } from '../wire/errors';
import { attach, letGo } from './attach';
import { addTokenCard } from './cards';
import { testCardOfToken } from './test-cards';

/** Whether a payment method is a customer's source: a card by the name of older integrations. */
export const isSource = ({ id }: Pick<PaymentMethod, 'id'>): boolean => id.startsWith('card_');

/** A customer's sources, newest first. */
export const sourcesOf = (account: Account, customer: string): PaymentMethod[] =>
  account.store.by('paymentMethods', 'customer', customer).filter(isSource);

/**
 * Keeps the card behind a test token with a customer, as a source. Throws the card error of a card that declines. The
 * caller makes it the default.
 */
export function addSource(account: Account, customer: string, token: string, param: string): PaymentMethod {
  const card = testCardOfToken(token);
  if (!card) throw noSuch('token', token, param);
  const source = attach(account, addTokenCard(account, card, 'card').id, customer, param);
  account.emit('customer.source.created', sourceObject(source));
  return source;
}

/** Takes a source away. The caller sees to the default. */
export function removeSource(account: Account, source: PaymentMethod): void {
  const object = sourceObject(source);
  letGo(account, source);
  account.emit('customer.source.deleted', object);
}

/** A customer whose source is gone has the newest of the others as the default. */
export function withoutSource(account: Account, customer: Customer, source: string): Customer {
  if (customer.default_source !== source) return customer;
  const [next] = sourcesOf(account, customer.id).filter(({ id }) => id !== source);
  return { ...customer, default_source: next?.id ?? null };
}

const BRANDS: Readonly<Record<string, string>> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'MasterCard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

/** A source as the API shows it: the same card in the words of older integrations. */
export function sourceObject({ id, billing_details, card, customer, metadata }: PaymentMethod): Source {
  const { address, name } = billing_details;
  return {
    id,
    object: 'card',
    address_city: address?.city ?? null,
    address_country: address?.country ?? null,
    address_line1: address?.line1 ?? null,
    address_line1_check: null,
    address_line2: address?.line2 ?? null,
    address_state: address?.state ?? null,
    address_zip: address?.postal_code ?? null,
    address_zip_check: null,
    allow_redisplay: 'unspecified',
    brand: BRANDS[card?.brand ?? ''] ?? 'Unknown',
    country: card?.country ?? null,
    customer,
    cvc_check: card?.checks?.cvc_check ?? null,
    dynamic_last4: null,
    exp_month: card?.exp_month ?? 1,
    exp_year: card?.exp_year ?? 1970,
    fingerprint: card?.fingerprint ?? null,
    funding: card?.funding ?? 'unknown',
    last4: card?.last4 ?? '',
    metadata: metadata ?? {},
    name,
    regulated_status: 'unregulated',
    tokenization_method: null,
  };
}
