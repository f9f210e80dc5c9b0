/** Why an issuer says no, in Stripe's codes and words. */
export type Decline = Readonly<{ code: string; declineCode: string | null; message: string }>;

export type TestCard = Readonly<{
  number: string;
  /** `pm_card_…`, as tests name it. */
  token: string;
  brand: 'amex' | 'diners' | 'discover' | 'jcb' | 'mastercard' | 'unionpay' | 'visa';
  funding: 'credit' | 'debit' | 'prepaid';
  /** Refused when it is attached to a customer. */
  onAttach: Decline | null;
  /** Refused when it is charged. */
  onCharge: Decline | null;
  /** When the bank wants to see the customer. */
  authentication: Authentication;
}>;

/**
 * `until-set-up`: set-ups and on-session payments, and off-session ones of a card that was never set up ·
 * `always`: every payment and set-up · `on-session`: on-session payments only, as the card counts as set up ·
 * `lookup-fails`: as `until-set-up`, but the bank cannot be asked, so the card declines · `optional`: when it is asked for.
 */
type Authentication = 'never' | 'optional' | 'until-set-up' | 'always' | 'on-session' | 'lookup-fails';

const declined = (
  declineCode: string,
  message = 'Your card was declined.',
  code = 'card_declined',
): Decline => ({
  code,
  declineCode,
  message,
});

const GENERIC = declined('generic_decline');

const card = (number: string, token: string, rest: Partial<TestCard> = {}): TestCard => ({
  number,
  token,
  brand: 'visa',
  funding: 'credit',
  onAttach: null,
  onCharge: null,
  authentication: 'never',
  ...rest,
});

const refused = (number: string, token: string, decline: Decline): TestCard =>
  card(number, token, { onAttach: decline, onCharge: decline });

/** Stripe's test cards, https://docs.stripe.com/testing. */
const TEST_CARDS: readonly TestCard[] = [
  card('4242424242424242', 'pm_card_visa'),
  card('4000056655665556', 'pm_card_visa_debit', { funding: 'debit' }),
  card('5555555555554444', 'pm_card_mastercard', { brand: 'mastercard' }),
  card('5200828282828210', 'pm_card_mastercard_debit', { brand: 'mastercard', funding: 'debit' }),
  card('5105105105105100', 'pm_card_mastercard_prepaid', { brand: 'mastercard', funding: 'prepaid' }),
  card('378282246310005', 'pm_card_amex', { brand: 'amex' }),
  card('6011111111111117', 'pm_card_discover', { brand: 'discover' }),
  card('6011000990139424', 'pm_card_discover', { brand: 'discover' }), // the one that the token names
  card('3056930009020004', 'pm_card_diners', { brand: 'diners' }),
  card('3566002020360505', 'pm_card_jcb', { brand: 'jcb' }),
  card('6200000000000005', 'pm_card_unionpay', { brand: 'unionpay' }),
  refused('4000000000000002', 'pm_card_visa_chargeDeclined', GENERIC),
  refused(
    '4000000000009995',
    'pm_card_visa_chargeDeclinedInsufficientFunds',
    declined('insufficient_funds', 'Your card has insufficient funds.'),
  ),
  refused('4000000000009987', 'pm_card_visa_chargeDeclinedLostCard', declined('lost_card')),
  refused('4000000000009979', 'pm_card_visa_chargeDeclinedStolenCard', declined('stolen_card')),
  refused('4000000000000069', 'pm_card_chargeDeclinedExpiredCard', {
    code: 'expired_card',
    declineCode: 'expired_card',
    message: 'Your card has expired.',
  }),
  refused('4000000000000127', 'pm_card_chargeDeclinedIncorrectCvc', {
    code: 'incorrect_cvc',
    declineCode: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
  }),
  refused('4000000000000119', 'pm_card_chargeDeclinedProcessingError', {
    code: 'processing_error',
    declineCode: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  }),
  refused(
    '4000000000006975',
    'pm_card_visa_chargeDeclinedVelocityLimitExceeded',
    declined('card_velocity_exceeded'),
  ),
  refused('4100000000000019', 'pm_card_radarBlock', declined('fraudulent')),
  card('4000000000000341', 'pm_card_chargeCustomerFail', { onCharge: GENERIC }),
  card('4000002500003155', 'pm_card_authenticationRequiredOnSetup', { authentication: 'until-set-up' }),
  card('4000002760003184', 'pm_card_authenticationRequired', { authentication: 'always' }),
  card('4000003800000446', 'pm_card_authenticationRequiredSetupForOffSession', {
    authentication: 'on-session',
  }),
  card('4000008260003178', 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds', {
    authentication: 'until-set-up',
    onCharge: declined('insufficient_funds', 'Your card has insufficient funds.'),
  }),
  card('4000000000003220', 'pm_card_threeDSecure2Required', { authentication: 'until-set-up' }),
  card('4000008400001629', 'pm_card_threeDSecureRequiredChargeDeclined', {
    authentication: 'until-set-up',
    onCharge: GENERIC,
  }),
  card('4000008400001280', 'pm_card_threeDSecureRequiredProcessingError', {
    authentication: 'lookup-fails',
    onCharge: GENERIC,
  }),
  card('4000000000003055', 'pm_card_threeDSecureOptional', { authentication: 'optional' }),
];

const BY_NUMBER = new Map(TEST_CARDS.map((each) => [each.number, each]));
const BY_TOKEN = new Map(TEST_CARDS.flatMap((each) => tokensOf(each).map((token) => [token, each] as const)));

/** `pm_card_visa_chargeDeclined` is also known as `tok_visa_chargeDeclined` and `tok_chargeDeclined`. */
function tokensOf({ token }: TestCard): string[] {
  const name = token.replace(/^pm_card_/, '');
  return [token, `tok_${name}`, `tok_${name.replace(/^visa_/, '')}`, `pm_card_${name.replace(/^visa_/, '')}`];
}

/** The test card with this number; undefined for a number that is none of Stripe's. */
export const testCardNumbered = (number: string): TestCard | undefined => BY_NUMBER.get(number);

/** The test card behind a payment method that tests name, such as `pm_card_visa`. */
export const testCardOfMethod = (id: string): TestCard | undefined =>
  id.startsWith('pm_') ? BY_TOKEN.get(id) : undefined;

/** The test card behind a card token that tests name, such as `tok_visa`. */
export const testCardOfToken = (token: string): TestCard | undefined =>
  token.startsWith('tok_') ? BY_TOKEN.get(token) : undefined;
