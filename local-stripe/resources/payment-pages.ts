import { requireOwnMethod, usedUp } from '../billing/attach';
import { complete } from '../checkout/complete';
import { BankAsks } from '../checkout/completing';
import { endpoint } from '../endpoint';
import { invalid, missing } from '../wire/errors';
import { integer, required, string } from '../wire/params';
import { requireSession } from './require-session';

/**
 * What `stripe trigger checkout.session.completed` calls in place of a customer who presses the button. Stripe's
 * reference does not have it.
 */
export const paymentPages = [
  endpoint('GET', '/v1/payment_pages/:id', {}, (account, _, { id = '' }) => requireSession(account, id)),
  endpoint(
    'POST',
    '/v1/payment_pages/:id/confirm',
    { expected_amount: integer({ min: 0 }), payment_method: required(string()) },
    (account, params, { id = '' }) => {
      const session = requireSession(account, id);
      const order = account.store.get('checkoutOrders', id);
      if (session.status !== 'open' || !order)
        throw invalid(`This Checkout Session has a status of ${session.status} and takes no payment.`);
      if (params.expected_amount !== undefined && params.expected_amount !== (session.amount_total ?? 0))
        throw invalid(
          `The total of this Checkout Session is ${session.amount_total}, and not ${params.expected_amount}.`,
          { code: 'checkout_amount_mismatch', param: 'expected_amount' },
        );
      const method = requireOwnMethod(account, params.payment_method, null, 'payment_method');
      if (account.store.get('tombstones', method.id)) throw usedUp('payment_method');
      const { email, name } = method.billing_details;
      if (!email && session.customer === null && session.customer_email === null)
        throw missing('payment_method[billing_details][email]');
      const entered = { ...order.entered, email: email ?? '', name: name ?? '' };
      try {
        return complete(account, {
          session,
          order: { ...order, entered },
          method,
          authenticated: false,
        });
      } catch (error) {
        if (!(error instanceof BankAsks)) throw error;
        throw invalid('The bank wants to see the customer: pay on the page of the Checkout Session.', {
          param: 'payment_method',
        });
      }
    },
  ),
];
