import type { Account } from '../account';
import { attach } from '../billing/attach';
import { cardDeclined, notePassed } from '../billing/cards';
import { addSetupIntent, type SetUp, setUp } from '../billing/setup-intents';
import type { CheckoutSession, Customer, PaymentMethod, SetupIntent, Subscription } from '../records';
import { addCustomer } from '../resources/customers';
import { createSubscription } from '../resources/subscription-create';
import { ApiError } from '../wire/errors';
import { ordered } from './amounts';
import { addressOf, phoneOf } from './billing-details';
import { BankAsks, type Completing } from './completing';
import type { CheckoutOrder } from './order';
import { payOnce } from './pay-once';

/**
 * Makes everything that a session promises, pays it, and closes the session. Call it inside a transaction: it throws
 * `BankAsks`, or the `ApiError` of a refused card or of what became impossible.
 */
export function complete(account: Account, completing: Completing): CheckoutSession {
  const { session, order } = completing;
  const done = placed(account, completing);
  account.store.put('checkoutOrders', { ...order, problem: null, challenge: null });
  const customer = account.store.get('customers', done.customer ?? '');
  const closed = account.store.put('checkoutSessions', {
    ...done,
    status: 'complete',
    url: null,
    customer_details: {
      address: addressOf(session, order) ?? customer?.address ?? null,
      business_name: null,
      email: customer?.email ?? (order.entered.email || session.customer_email),
      individual_name: null,
      name: customer?.name ?? (order.entered.name || null),
      phone: phoneOf(session, order) ?? customer?.phone ?? null,
      tax_exempt: customer?.tax_exempt ?? 'none',
      tax_ids: [],
    },
  });
  account.emit('checkout.session.completed', closed);
  return closed;
}

function placed(account: Account, completing: Completing): CheckoutSession {
  const { session, order } = completing;
  if (session.mode === 'setup') return completeSetup(account, completing);
  if (session.mode === 'subscription') return completeSubscription(account, completing);
  // A guest pays without becoming a customer, unless the company wants one.
  const known = session.customer !== null || session.customer_creation === 'always';
  return payOnce(account, completing, known ? customerFor(account, session, order) : null);
}

function customerFor(account: Account, session: CheckoutSession, order: CheckoutOrder): Customer {
  const { customer, customer_email } = session;
  const known = account.store.get('customers', customer ?? '');
  if (known) return followed(account, session, order, known);
  const { name } = order.entered;
  return addCustomer(account, {
    email: customer_email ?? order.entered.email,
    ...(name && { name }),
    address: addressOf(session, order) ?? undefined,
    phone: phoneOf(session, order) ?? undefined,
  });
}

/** A known customer with what the session lets follow what was typed; a phone number always does. */
function followed(
  account: Account,
  session: CheckoutSession,
  order: CheckoutOrder,
  before: Customer,
): Customer {
  const [address, phone] = [addressOf(session, order), phoneOf(session, order)];
  const changes = {
    ...(order.updates?.address && address && { address }),
    ...(order.updates?.name && order.entered.name && { name: order.entered.name }),
    ...(phone && { phone }),
  };
  if (Object.keys(changes).length === 0) return before;
  const after = account.store.put('customers', { ...before, ...changes });
  account.emit('customer.updated', after, before);
  return after;
}

function completeSubscription(
  account: Account,
  { session, order, method, authenticated }: Completing,
): CheckoutSession {
  const customer = customerFor(account, session, order);
  const isDue = (session.amount_total ?? 0) > 0;
  if (method && !isDue) {
    const intent = addSetupIntent(account, { customer: customer.id });
    checkSetUp(setUp(account, intent, method, { authenticated }));
  }
  if (method && isDue) {
    attach(account, method.id, customer.id, 'payment_method');
    if (authenticated) notePassed(account, method);
  }
  const subscription = subscriptionFor(account, session, order, customer, method);
  const invoice = account.store.get('invoices', String(subscription.latest_invoice));
  return {
    ...session,
    amount_total: invoice?.total ?? session.amount_total,
    customer: customer.id,
    subscription: subscription.id,
    invoice: invoice?.id ?? null,
    payment_status: isDue ? 'paid' : 'no_payment_required',
  };
}

function subscriptionFor(
  account: Account,
  session: CheckoutSession,
  order: CheckoutOrder,
  customer: Customer,
  method: PaymentMethod | null,
): Subscription {
  const discounts = session.discounts?.map(({ coupon, promotion_code }) =>
    promotion_code === null ? { coupon: coupon ?? '' } : { promotion_code },
  );
  const recurs = ({ price }: { price: string }): boolean =>
    account.store.get('prices', price)?.recurring != null;
  const items = ordered(order).map(({ price, quantity }) => ({ price, quantity }));
  const params = {
    ...order.subscription,
    customer: customer.id,
    currency: session.currency ?? undefined,
    items: items.filter(recurs),
    ...(!items.every(recurs) && { add_invoice_items: items.filter((item) => !recurs(item)) }),
    payment_behavior: 'error_if_incomplete' as const,
    ...(method && { default_payment_method: method.id }),
    ...(discounts && { discounts }),
  };
  try {
    // What is left out here was not given, as in a request that does not name it.
    return createSubscription(account, params as Parameters<typeof createSubscription>[1]);
  } catch (error) {
    if (error instanceof ApiError && error.detail.code === 'subscription_payment_intent_requires_action')
      throw new BankAsks();
    throw error;
  }
}

function completeSetup(
  account: Account,
  { session, order, method, authenticated }: Completing,
): CheckoutSession {
  const intent = account.store.get('setupIntents', String(session.setup_intent));
  if (!intent || !method) throw new Error(`Checkout session ${session.id} has nothing to set up`);
  const known = session.customer !== null || session.customer_creation === 'always';
  const customer = known ? customerFor(account, session, order).id : null;
  const asked: SetupIntent = { ...intent, customer };
  checkSetUp(setUp(account, asked, method, { authenticated }));
  return { ...session, customer };
}

function checkSetUp(attempt: SetUp): void {
  if (attempt.kind === 'requires_action') throw new BankAsks();
  if (attempt.kind === 'declined') throw cardDeclined(attempt.decline);
}
