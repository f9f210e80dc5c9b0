import { expect, test } from 'vitest';
import { anAccount } from './stripe-under-test';

const fiveDollars = {
  amount: 500,
  currency: 'usd',
  allowed_payment_method_types: ['card' as const],
};

test.each([
  ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline', 'Your card was declined.'],
  [
    'pm_card_visa_chargeDeclinedInsufficientFunds',
    'card_declined',
    'insufficient_funds',
    'Your card has insufficient funds.',
  ],
  ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card', 'Your card was declined.'],
  ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card', 'Your card was declined.'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card', 'Your card has expired.'],
  [
    'pm_card_chargeDeclinedIncorrectCvc',
    'incorrect_cvc',
    'incorrect_cvc',
    "Your card's security code is incorrect.",
  ],
  [
    'pm_card_chargeDeclinedProcessingError',
    'processing_error',
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ],
  [
    'pm_card_visa_chargeDeclinedVelocityLimitExceeded',
    'card_declined',
    'card_velocity_exceeded',
    'Your card was declined.',
  ],
  [
    'pm_card_threeDSecureRequiredProcessingError',
    'card_declined',
    'generic_decline',
    'Your card was declined.',
  ],
])('%s is declined, and the attempt stays on record', async (card, code, decline_code, message) => {
  const { stripe } = anAccount();
  const { id } = await stripe.paymentIntents.create(fiveDollars);
  await expect(stripe.paymentIntents.confirm(id, { payment_method: card })).rejects.toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code,
    decline_code,
    message,
    payment_intent: { id, status: 'requires_payment_method' },
  });
  const failed = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
  expect(failed).toMatchObject({
    status: 'requires_payment_method',
    amount_received: 0,
    payment_method: null,
    last_payment_error: {
      type: 'card_error',
      code,
      decline_code,
      message,
      charge: expect.stringMatching(/^ch_/),
    },
    latest_charge: { status: 'failed', paid: false, failure_code: code, failure_message: message },
  });
});

test('a card that Stripe blocks never reaches the bank', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.paymentIntents.create(fiveDollars);
  await expect(
    stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_radarBlock' }),
  ).rejects.toMatchObject({ code: 'card_declined', decline_code: 'fraudulent' });
  const [charge] = (await stripe.charges.list({ payment_intent: id })).data;
  expect(charge?.outcome).toMatchObject({
    network_status: 'not_sent_to_network',
    reason: 'highest_risk_level',
    risk_level: 'highest',
    type: 'blocked',
  });
});

test('another card can be tried after a decline, and both charges are listed', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.paymentIntents.create(fiveDollars);
  await expect(
    stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa_chargeDeclined' }),
  ).rejects.toMatchObject({ code: 'card_declined' });
  expect(await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })).toMatchObject({
    status: 'succeeded',
    last_payment_error: null,
  });
  const charges = await stripe.charges.list({ payment_intent: id });
  expect(charges.data.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
});
