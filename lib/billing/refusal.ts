import { COMPANY, CURRENCIES } from './catalogue';

/** Every way Stripe or the app refuses to open a door, each a named state of the page the customer came from. */
export const REFUSALS = [
  'no-subscription',
  'update-disabled',
  'price-not-offered',
  'quantity-not-offered',
  'no-change',
  'multiple-items',
  'code-not-first-time',
  'code-minimum',
  'code-not-allowed',
  'code-gone',
  'already-ending',
  'subscription-ended',
  'not-pausable',
  'card-declined',
  'needs-authentication',
  'amount-changed',
  'nothing-to-pay',
  'stripe-unavailable',
  'unanswered',
  'unknown-plan',
  'unknown-currency',
  'too-many-requests',
  'unexpected',
] as const;
export type Refusal = (typeof REFUSALS)[number];
export type RefusalNotice = Readonly<{
  kind: Refusal;
  title: string;
  message: string;
  /** The next door to try, from the exact one to the wider: the portal's own list of plans, then its front page. */
  door: FallbackDoor | null;
}>;
export type FallbackDoor = 'subscription_update' | 'home';

export type StripeFailure = Readonly<{ message?: string; code?: string; type?: string }>;

/**
 * What a failed Stripe call means for the customer. Codes and error classes go first. For portal flows Stripe gives no
 * code, so its sentence is matched.
 */
export function refusalOf(error: StripeFailure): Refusal {
  const byCode = error.code && BY_CODE[error.code];
  if (byCode) return byCode;
  if (error.type && UNAVAILABLE.includes(error.type)) return 'stripe-unavailable';
  const message = error.message ?? '';
  return BY_SENTENCE.find(([sentence]) => sentence.test(message))?.[1] ?? 'unexpected';
}

/** What a refusal tells the customer: what happened, that nothing was charged, what to do next. */
export function refusalNotice(kind: Refusal): RefusalNotice {
  return { kind, ...NOTICES[kind], door: FALLBACKS[kind] ?? null };
}

/**
 * Where a refused change can still be made: what the confirm page does not take, the portal's list may offer; what the
 * portal cannot change at all can at least be looked at on its front page.
 */
const FALLBACKS: Readonly<Partial<Record<Refusal, FallbackDoor>>> = {
  'price-not-offered': 'subscription_update',
  'multiple-items': 'home',
  'update-disabled': 'home',
  'already-ending': 'home',
};

const UNAVAILABLE = ['StripeConnectionError', 'StripeAPIError', 'StripeRateLimitError', 'api_error'];

const BY_CODE: Readonly<Partial<Record<string, Refusal>>> = {
  promotion_code_customer_not_first_time: 'code-not-first-time',
  coupon_expired: 'code-gone',
  rate_limit: 'stripe-unavailable',
  card_declined: 'card-declined',
  expired_card: 'card-declined',
  incorrect_cvc: 'card-declined',
  processing_error: 'card-declined',
  authentication_required: 'needs-authentication',
  invoice_payment_intent_requires_action: 'needs-authentication',
};

const BY_SENTENCE: readonly (readonly [RegExp, Refusal])[] = [
  [/cannot be paused because/, 'not-pausable'],
  [/Invoice is already paid/, 'nothing-to-pay'],
  [/no attached payment source or default payment method/, 'card-declined'],
  [/subscription (update|cancel|pause) feature in the portal configuration is disabled/, 'update-disabled'],
  [/does not include the price in its|No such price/, 'price-not-offered'],
  [/cannot be updated to quantity|does not include `quantity`/, 'quantity-not-offered'],
  [/no price in the portal configuration available to change to/, 'price-not-offered'],
  [/there are no changes to confirm/, 'no-change'],
  [/because it has multiple items/, 'multiple-items'],
  [/associated customer has prior transactions/, 'code-not-first-time'],
  [/uses the `minimum_amount` restriction|does not meet the minimum amount/, 'code-minimum'],
  [/does not include `promotion_code`/, 'code-not-allowed'],
  [/No such (promotion code|coupon)|promotion code cannot be redeemed/, 'code-gone'],
  [/promotion code .*(expired|inactive|not active)|coupon .*(expired|not valid)/i, 'code-gone'],
  [/already set to be canceled/, 'already-ending'],
  [/No such subscription|canceled subscription|subscription .*is canceled/, 'subscription-ended'],
];

const NOTICES: Readonly<Record<Refusal, Omit<RefusalNotice, 'kind' | 'door'>>> = {
  'no-subscription': {
    title: 'There is no plan to change yet',
    message: `This account has no running plan. Nothing was charged. Write to ${COMPANY.supportEmail} and we start one with you.`,
  },
  'update-disabled': {
    title: 'Plans cannot be changed right now',
    message: `Changes are switched off on our side. Nothing was charged. Write to ${COMPANY.supportEmail} and we do it for you.`,
  },
  'price-not-offered': {
    title: 'This plan is not on offer for you right now',
    message: 'Nothing was charged and your plan is as it was. Choose another plan, or try again later.',
  },
  'quantity-not-offered': {
    title: 'This number is not on offer for you right now',
    message: 'Nothing was charged and your plan is as it was. Choose another number, or try again later.',
  },
  'no-change': {
    title: 'You are on this plan already',
    message: 'There is nothing to change, and nothing was charged.',
  },
  'multiple-items': {
    title: 'Your plan has several parts',
    message: `It cannot be changed here. Nothing was charged. Write to ${COMPANY.supportEmail} and we change it with you.`,
  },
  'code-not-first-time': {
    title: 'This code is for a first payment',
    message:
      'You are a customer already, so it does not count. Nothing was charged. You can switch without it.',
  },
  'code-minimum': {
    title: 'This code cannot be used to change a plan',
    message: 'It asks for a minimum amount. Nothing was charged. You can switch without it.',
  },
  'code-not-allowed': {
    title: 'Codes cannot be used for this change',
    message: 'Nothing was charged. You can switch without the code.',
  },
  'code-gone': {
    title: 'This code no longer works',
    message: 'It ended or was used up in the meantime. Nothing was charged. You can switch without it.',
  },
  'already-ending': {
    title: 'Your plan is set to end already',
    message: 'Nothing changed. You keep it until its last day; to keep it longer, open billing and renew it.',
  },
  'subscription-ended': {
    title: 'This plan has ended',
    message: 'It can no longer be changed. Nothing was charged.',
  },
  'not-pausable': {
    title: 'Your plan cannot be paused right now',
    message: 'Only a running, paid plan without a planned change can be paused. Nothing changed.',
  },
  'card-declined': {
    title: 'The payment did not go through',
    message: 'Nothing was charged. Replace the card and try again, or ask your bank.',
  },
  'needs-authentication': {
    title: 'Your bank wants to confirm the payment',
    message: 'Nothing was charged yet. Open the invoice that is due and confirm the payment there.',
  },
  'amount-changed': {
    title: 'The amount to pay has changed',
    message: 'Nothing was charged. What is due now stands on this page.',
  },
  'nothing-to-pay': {
    title: 'There is nothing left to pay',
    message: 'Every invoice is settled, and this press charged nothing.',
  },
  'stripe-unavailable': {
    title: 'Our payment provider does not answer',
    message: 'Nothing changed and nothing was charged. Please try again in a minute.',
  },
  unanswered: {
    title: 'Our payment provider does not answer',
    message:
      'We cannot tell yet whether it went through. Look again in a minute; to press again never charges twice.',
  },
  'unknown-plan': {
    title: 'We do not have this plan',
    message: 'The link may be old. Nothing was charged. Choose one of the plans below.',
  },
  'unknown-currency': {
    title: 'We do not sell in this currency',
    message: `Nothing was charged. Prices are in ${CURRENCIES.map((code) => code.toUpperCase()).join(', ')}: choose one of them below.`,
  },
  'too-many-requests': {
    title: 'That was tried too often',
    message: 'Nothing changed and nothing was charged. Please wait ten minutes, then try again.',
  },
  unexpected: {
    title: 'That did not work',
    message: `Nothing was charged. Please try again; if it stays, write to ${COMPANY.supportEmail}.`,
  },
};
