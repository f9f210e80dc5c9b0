import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { nudgeOf } from '@/lib/stripe/event';

const event = (type: string, object: object, previous_attributes?: object) =>
  // an event's type follows its name; the names here come from a table
  ({ type, data: { object, previous_attributes } }) as unknown as Stripe.Event;

test.each([
  ['customer.subscription.updated', { object: 'subscription', customer: 'cus_1' }],
  ['customer.subscription.updated', { object: 'subscription', customer: { id: 'cus_1' } }],
  ['customer.updated', { object: 'customer', id: 'cus_1' }],
  ['customer.deleted', { object: 'customer', id: 'cus_1', deleted: true }],
  ['customer.discount.created', { object: 'discount', customer: 'cus_1' }],
  ['invoice.payment_failed', { object: 'invoice', customer: 'cus_1' }],
  ['payment_method.attached', { object: 'payment_method', customer: 'cus_1' }],
  ['subscription_schedule.released', { object: 'subscription_schedule', customer: 'cus_1' }],
])('%s is about its customer', (type, object) => {
  expect(nudgeOf(event(type, object))).toEqual({ catalogue: false, customer: 'cus_1' });
});

test('a detached payment method is about the customer it belonged to', () => {
  const detached = { object: 'payment_method', customer: null };
  expect(nudgeOf(event('payment_method.detached', detached, { customer: 'cus_1' })).customer).toBe('cus_1');
});

test.each(['price.updated', 'product.created', 'price.deleted'])('%s is about the catalogue', (type) => {
  expect(nudgeOf(event(type, { object: 'price', id: 'price_1' }))).toEqual({
    catalogue: true,
    customer: null,
  });
});

test.each(['invoice.created', 'charge.succeeded', 'billing_portal.session.created', 'something.new'])(
  '%s is about nothing the app shows',
  (type) => {
    const object = { object: 'x', customer: 'cus_1' };
    expect(nudgeOf(event(type, object))).toEqual({ catalogue: false, customer: null });
  },
);
