import type { Account } from '../account';
import { NO_FIELDS } from '../empty';
import type { PaymentMethod } from '../records';
import { ApiError, invalid, missing, noSuch } from '../wire/errors';
import { type Decline, type TestCard, testCardNumbered, testCardOfToken } from './test-cards';

/**
 * A card payment method that no customer has yet. Expiry is month and four-digit year. `card` is the prefix of a source:
 * what older integrations keep a customer's card as.
 */
function addCard(
  account: Account,
  card: TestCard,
  expiry: { month: number; year: number },
  prefix: 'pm' | 'card' = 'pm',
): PaymentMethod {
  const id = account.ids.next(prefix);
  account.store.put('cards', { id, number: card.number, setUp: false, passed: false });
  return account.store.put('paymentMethods', {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: NO_DETAILS,
    card: {
      brand: card.brand,
      checks: CHECKS,
      country: 'US',
      display_brand: DISPLAY_BRANDS[card.brand] ?? card.brand,
      exp_month: expiry.month,
      exp_year: expiry.year,
      fingerprint: `local${card.number.slice(-11)}`,
      funding: card.funding,
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
    metadata: NO_FIELDS,
    type: 'card',
  });
}

export const noAddress = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

// Shared by all: records are never changed in place.
const NO_DETAILS: PaymentMethod['billing_details'] = {
  address: noAddress,
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};
const CHECKS = { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' };

/** Where Stripe shows a brand by another word. */
const DISPLAY_BRANDS: Partial<Record<TestCard['brand'], string>> = {
  amex: 'american_express',
  diners: 'diners_club',
  unionpay: 'union_pay',
};

/** The card of a test token such as `pm_card_visa`, valid for about three more years. */
export function addTokenCard(account: Account, card: TestCard, prefix: 'pm' | 'card' = 'pm'): PaymentMethod {
  const year = new Date(account.now() * 1000).getUTCFullYear() + 3;
  return addCard(account, card, { month: 8, year }, prefix);
}

export const cardDeclined = (
  decline: Decline,
  detail: { charge?: string; payment_method?: object; payment_intent?: object; setup_intent?: object } = {},
) =>
  new ApiError(402, decline.message, {
    type: 'card_error',
    code: decline.code,
    ...(decline.declineCode !== null && { decline_code: decline.declineCode }),
    ...detail,
  });

/** The test card behind a payment method. */
export function cardOf(account: Account, method: PaymentMethod): TestCard | undefined {
  return testCardNumbered(account.store.get('cards', method.id)?.number ?? '');
}

/** Whether the card was set up for later use while its owner was there. */
export const isSetUp = (account: Account, method: PaymentMethod): boolean =>
  account.store.get('cards', method.id)?.setUp ?? false;

/** Notes that the card was set up for later use while its owner was there. */
export function noteSetUp(account: Account, method: PaymentMethod): void {
  const card = account.store.get('cards', method.id);
  if (card && !card.setUp) account.store.put('cards', { ...card, setUp: true });
}

/** Notes that the customer has just passed a challenge for the next payment with this card. */
export function notePassed(account: Account, method: PaymentMethod): void {
  const card = account.store.get('cards', method.id);
  if (card) account.store.put('cards', { ...card, passed: true });
}

/** Whether the next payment was passed already; it counts for one. */
export function spendPass(account: Account, method: PaymentMethod): boolean {
  const card = account.store.get('cards', method.id);
  if (!card?.passed) return false;
  account.store.put('cards', { ...card, passed: false });
  return true;
}

const DIGITS_ONLY = /^\d{12,19}$/;

/** Reads the `card` of a payment method: a test token, or a number with its expiry. Throws the card error that Stripe answers. */
export function cardFrom(
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
    const named = testCardOfToken(given.token);
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
