import 'server-only';
import Stripe from 'stripe';

/** Stripe did not answer while a page was being made; the page says so, with a way to try again. */
export class StripeUnavailableError extends Error {
  override name = 'StripeUnavailableError';
  constructor(what: string, cause: unknown) {
    super(`Stripe did not answer while reading ${what}. Is STRIPE_API_BASE right, and the server up?`, {
      cause,
    });
  }
}

/** The user's Stripe customer was deleted at Stripe, so no door can be opened for it. */
export class CustomerDeletedError extends Error {
  override name = 'CustomerDeletedError';
  constructor(readonly customerId: string) {
    super(
      `Customer ${customerId} was deleted at Stripe. Delete its row in the table customers to let the user start anew.`,
    );
  }
}

/** Stripe has never heard of a customer our database names. */
export class NoSuchCustomerError extends Error {
  override name = 'NoSuchCustomerError';
  constructor(
    readonly customerId: string,
    cause: unknown,
  ) {
    super(
      `Stripe has no customer ${customerId}. Was it made with another key, or in the other of test and live mode? ` +
        'Check STRIPE_SECRET_KEY.',
      { cause },
    );
  }
}

/** A customer of live mode was to be read with a test key, or the other way round. */
export class OtherModeError extends Error {
  override name = 'OtherModeError';
  constructor(
    readonly customerId: string,
    live: boolean,
  ) {
    super(
      `Customer ${customerId} is of ${live ? 'live' : 'test'} mode and STRIPE_SECRET_KEY is a ` +
        `${live ? 'test' : 'live'} key. Set the key this customer was made with.`,
    );
  }
}

/** The catalogue's prices are not all at Stripe. */
export class CatalogueIncompleteError extends Error {
  override name = 'CatalogueIncompleteError';
  constructor(readonly missing: readonly string[]) {
    super(
      `Stripe has no active price with lookup key ${missing.join(', ')}. Run the seed, or create these prices ` +
        'with a fixed amount per interval.',
    );
  }
}

export const isStripeError = (error: unknown): error is Stripe.errors.StripeError =>
  error instanceof Stripe.errors.StripeError;

/** Stripe's own error in what was thrown, bare or as the cause of a StripeUnavailableError; null for any other. */
export function stripeErrorIn(error: unknown): Stripe.errors.StripeError | null {
  const cause = error instanceof StripeUnavailableError ? error.cause : error;
  return isStripeError(cause) ? cause : null;
}

/** True when Stripe says that the id in a request does not exist. */
export const isMissing = (error: unknown): boolean =>
  isStripeError(error) && error.code === 'resource_missing';

/** True when Stripe answers, and not to this key. */
export const isKeyRefused = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeAuthenticationError ||
  error instanceof Stripe.errors.StripePermissionError;

/** Runs a read; a Stripe that cannot be reached or is broken becomes a StripeUnavailableError naming `what`. */
export async function reading<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isDown =
      error instanceof Stripe.errors.StripeConnectionError ||
      error instanceof Stripe.errors.StripeAPIError ||
      error instanceof Stripe.errors.StripeRateLimitError;
    throw isDown ? new StripeUnavailableError(what, error) : error;
  }
}
