import { expect, test } from 'vitest';
import { REFUSALS, refusalNotice, refusalOf } from '@/lib/billing/refusal';

// Stripe's sentences as real responses had them
test.each([
  [
    'This subscription cannot be updated because the subscription update feature in the portal configuration is disabled.',
    'update-disabled',
  ],
  [
    'The item `si_1` cannot be updated to price `price_X` because the configuration `bpc_1` does not include the price in its `features[subscription_update][products]`.',
    'price-not-offered',
  ],
  [
    'This subscription cannot be updated because there is no price in the portal configuration available to change to.',
    'price-not-offered',
  ],
  ["No such price: 'price_X'", 'price-not-offered'],
  ['Cannot update the subscription because there are no changes to confirm.', 'no-change'],
  ['This PortalSession cannot update subscription `sub_1` because it has multiple items.', 'multiple-items'],
  [
    'This promotion code cannot be redeemed because the associated customer has prior transactions.',
    'code-not-first-time',
  ],
  [
    'This promotion code cannot be redeemed on a subscription update because it uses the `minimum_amount` restriction and the amount may change.',
    'code-minimum',
  ],
  ['… the configuration `bpc_1` does not include `promotion_code` …', 'code-not-allowed'],
  ["No such promotion code: 'promo_X'", 'code-gone'],
  ['The subscription `sub_1` is already set to be canceled at period end.', 'already-ending'],
  ["No such subscription: 'sub_X'", 'subscription-ended'],
  ['The subscription `sub_1` cannot be paused because a schedule is attached to it.', 'not-pausable'],
  ['Something nobody has seen yet', 'unexpected'],
])('%s → %s', (message, expected) => {
  expect(refusalOf({ message, type: 'StripeInvalidRequestError' })).toBe(expected);
});

test.each([
  [{ code: 'promotion_code_customer_not_first_time', message: 'other words' }, 'code-not-first-time'],
  [{ code: 'coupon_expired' }, 'code-gone'],
  [{ code: 'card_declined', type: 'StripeCardError' }, 'card-declined'],
  [{ code: 'invoice_payment_intent_requires_action', type: 'StripeCardError' }, 'needs-authentication'],
  [{ type: 'StripeConnectionError' }, 'stripe-unavailable'],
  [{ type: 'StripeAPIError' }, 'stripe-unavailable'],
  [{ type: 'StripeRateLimitError' }, 'stripe-unavailable'],
  [{ type: 'StripeAuthenticationError', message: 'Invalid API Key provided' }, 'unexpected'],
  [{}, 'unexpected'],
])('%o → %s', (error, expected) => {
  expect(refusalOf(error)).toBe(expected);
});

test.each(REFUSALS)('%s has a title, a message and an end to every sentence', (kind) => {
  const notice = refusalNotice(kind);
  expect(notice.kind).toBe(kind);
  expect(notice.title).toMatch(/^[A-Z].*[^.!]$/);
  expect(notice.message).toMatch(/^[A-Z].*\.$/);
});

test.each([
  ['price-not-offered', 'subscription_update'],
  ['multiple-items', 'home'],
  ['update-disabled', 'home'],
  ['no-change', null],
  ['card-declined', null],
] as const)('after %s the next door to try is %s', (refusal, door) => {
  expect(refusalNotice(refusal).door).toBe(door);
});
