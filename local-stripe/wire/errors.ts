export type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

export type ErrorDetail = Readonly<{
  type?: ErrorType;
  code?: string;
  param?: string;
  decline_code?: string;
  charge?: string;
  payment_intent?: object;
  setup_intent?: object;
  payment_method?: object;
}>;

/** A refusal in Stripe's shape. Whatever the request wrote is taken back, unless `keepsWrites` is set. */
export class ApiError extends Error {
  override name = 'ApiError';
  /** True for a declined payment: Stripe answers an error, and the attempt is still on record. */
  keepsWrites = false;

  constructor(
    readonly status: 400 | 401 | 402 | 403 | 404 | 409 | 429 | 500,
    message: string,
    readonly detail: ErrorDetail = {},
  ) {
    super(message);
  }

  /** The JSON body. `requestId` is what a developer quotes when asking for help. */
  toWire(requestId: string): object {
    const { type = 'invalid_request_error', code, ...rest } = this.detail;
    return {
      error: {
        type,
        message: this.message,
        ...(code && { code, doc_url: docUrl(code) }),
        ...rest,
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
      },
    };
  }
}

/** Where Stripe explains an error's code. */
export const docUrl = (code: string): string =>
  `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;

/** A request that cannot be played as it is: 400. */
export const invalid = (message: string, detail: ErrorDetail = {}): ApiError =>
  new ApiError(400, message, detail);

/** An id in a body parameter that leads nowhere: 400. */
export const noSuch = (what: string, id: string, param: string): ApiError =>
  new ApiError(400, `No such ${what}: '${id}'`, { code: 'resource_missing', param });

/** An id in the path that leads nowhere: 404. */
export const notFound = (what: string, id: string, param = 'id'): ApiError =>
  new ApiError(404, `No such ${what}: '${id}'`, { code: 'resource_missing', param });

/** A required parameter that is not there: 400. */
export const missing = (param: string): ApiError =>
  invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });

/** Parameters that the operation does not take: 400, named. */
export const unknown = (params: readonly string[]): ApiError =>
  invalid(`Received unknown parameter${params.length > 1 ? 's' : ''}: ${params.join(', ')}`, {
    code: 'parameter_unknown',
    param: params[0] ?? '',
  });
