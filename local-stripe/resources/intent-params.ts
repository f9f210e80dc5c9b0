import type { Account } from '../account';
import { requireOwnMethod, usedUp } from '../billing/attach';
import { addTokenCard, cardFrom } from '../billing/cards';
import { testCardOfMethod } from '../billing/test-cards';
import type { PaymentMethod } from '../records';
import { invalid, missing, noSuch } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import { boolean, hash, type Infer, list, metadata, oneOf, required, string, url } from '../wire/params';
import { billingDetails, cardParams, detailsWith } from './payment-method-params';

/** What creating and confirming a payment intent or a setup intent have in common. */
export const confirming = {
  allowed_payment_method_types: list(oneOf('card')),
  payment_method: string(),
  payment_method_data: hash({
    type: required(oneOf('card')),
    allow_redisplay: oneOf('always', 'limited', 'unspecified'),
    billing_details: billingDetails,
    card: hash(cardParams),
    metadata: metadata(),
  }),
  payment_method_options: hash({
    card: hash({ request_three_d_secure: oneOf('any', 'automatic', 'challenge') }),
  }),
  return_url: url(),
};

export const automaticPaymentMethods = hash({
  enabled: required(boolean()),
  allow_redirects: oneOf('always', 'never'),
});

type Given = Partial<
  Pick<Infer<typeof confirming>, 'payment_method' | 'payment_method_data' | 'payment_method_options'>
>;

/**
 * The payment method that an intent is given: by id, by test token, or as data; null when none is.
 * A stranger's is refused.
 */
export function givenMethod(account: Account, given: Given, customer: string | null): PaymentMethod | null {
  const { payment_method: id, payment_method_data: data } = given;
  if (id !== undefined && data)
    throw invalid('You may only specify one of these parameters: payment_method, payment_method_data.', {
      code: 'parameter_invalid_empty',
      param: 'payment_method',
    });
  if (data) {
    if (!data.card) throw missing('payment_method_data[card]');
    const method = cardFrom(account, data.card);
    return account.store.put('paymentMethods', {
      ...method,
      allow_redisplay: data.allow_redisplay ?? 'unspecified',
      billing_details: detailsWith(method.billing_details, data.billing_details),
      metadata: mergeMetadata({}, data.metadata),
    });
  }
  if (id === undefined) return null;
  const token = testCardOfMethod(id);
  if (token) return addTokenCard(account, token);
  const method = account.store.get('paymentMethods', id);
  if (!method) throw noSuch('PaymentMethod', id, 'payment_method');
  if (account.store.get('tombstones', id)) throw usedUp('payment_method');
  if (method.customer === null) return method;
  if (customer === null)
    throw invalid(
      `The PaymentMethod ${id} belongs to the Customer ${method.customer}. Please include the Customer in the \`customer\` parameter.`,
      { param: 'payment_method' },
    );
  return requireOwnMethod(account, id, customer, 'payment_method');
}

/** The customer that an intent is to be of, or null; throws for one that is not there. */
export function knownCustomer(account: Account, id: string | undefined): string | null {
  if (id === undefined) return null;
  if (!account.store.get('customers', id)) throw noSuch('customer', id, 'customer');
  return id;
}

/** In which an intent can still be confirmed, changed and canceled. */
export const OPEN = ['requires_payment_method', 'requires_confirmation', 'requires_action'] as const;
export const isOpen = ({ status }: { status: string }): boolean => OPEN.some((each) => each === status);

/** The first of the given fields that is fixed once an intent is not open: all but what merely describes it. */
export const firstFixed = (given: object): string | undefined =>
  Object.entries(given).find(
    ([name, value]) => value !== undefined && name !== 'description' && name !== 'metadata',
  )?.[0];

/** The card options of an intent as they are stored; null when none were ever given. */
export const cardOptions = (given: Given['payment_method_options']) =>
  given
    ? {
        card: {
          installments: null,
          mandate_options: null,
          network: null,
          request_three_d_secure: given.card?.request_three_d_secure ?? 'automatic',
        },
      }
    : null;

/** With which payment methods an intent may be confirmed: those named, else whatever the account takes. */
export function automatic(
  given: { enabled: boolean; allow_redirects?: 'always' | 'never' | undefined } | undefined,
  allowed: readonly unknown[] | null | undefined,
): { allow_redirects: 'always' | 'never'; enabled: true } | null {
  if (given?.enabled && allowed)
    throw invalid(
      'You may only specify one of these parameters: automatic_payment_methods, allowed_payment_method_types.',
      { param: 'automatic_payment_methods' },
    );
  if (allowed || given?.enabled === false) return null;
  return { allow_redirects: given?.allow_redirects ?? 'always', enabled: true };
}

/** An intent that might redirect has to say where to. `what` is the object's name. */
export function requireReturnUrl(
  what: 'PaymentIntent' | 'SetupIntent',
  intent: { automatic_payment_methods: { allow_redirects?: string; enabled: boolean | null } | null },
  returnUrl: string | undefined,
): void {
  const { enabled = false, allow_redirects = 'always' } = intent.automatic_payment_methods ?? {};
  if (!enabled || allow_redirects === 'never' || returnUrl !== undefined) return;
  throw invalid(
    `This ${what} is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a \`return_url\`. If you don't want to accept redirect-based payment methods, set \`automatic_payment_methods[enabled]\` to \`true\` and \`automatic_payment_methods[allow_redirects]\` to \`never\` when creating Setup Intents and Payment Intents.`,
    { param: 'return_url' },
  );
}

/** A secret that is sent along has to be the intent's own. */
export function requireSecret(
  what: 'PaymentIntent' | 'SetupIntent',
  intent: { client_secret: string | null },
  given: string | undefined,
): void {
  if (given !== undefined && given !== intent.client_secret)
    throw invalid(`The client_secret provided does not match any associated ${what} on this account.`, {
      param: 'client_secret',
    });
}
