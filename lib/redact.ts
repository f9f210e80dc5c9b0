/**
 * What must never reach a log, wherever in a text it stands; the first group of a pattern is kept. What comes before
 * the telling part is bounded, or a long text without it would be searched anew from each of its letters.
 */
const SECRETS: readonly RegExp[] = [
  /(https?:\/\/[^\s"'<>]{0,300}\/(?:p\/session|c\/pay)\/)[^\s"'<>]*/g, // an address of the portal or Checkout is a credential
  /(cs_(?:test|live)_)[A-Za-z0-9]+/g, // the id of a Checkout session is most of its address
  /((?:sk|rk|pk)_(?:test|live)_)[A-Za-z0-9]+/g,
  /(whsec_)[A-Za-z0-9+/=_-]+/g,
  /([?&](?:token|code|csrfToken|callbackUrl)=)[^\s&"'<>]+/g,
  /(Bearer )[A-Za-z0-9._~+/=-]+/gi,
  /((?:postgres(?:ql)?|rediss?|smtps?):\/\/[^\s:@/]{0,100}:)[^\s@]{1,500}(?=@)/g,
  /()[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g, // e-mail addresses
];
const SECRET_NAMES = /^(e-?mail|to|authorization|cookie|url|link)$|(secret|token|password|_url)$/i;
const MAX_DEPTH = 6;

/** The text with e-mail addresses, keys, tokens and portal links blacked out. */
export function redactText(text: string): string {
  return SECRETS.reduce((result, secret) => result.replace(secret, '$1[redacted]'), text);
}

/** A copy of a log record: texts redacted, secret-named fields emptied, errors as name, message, stack and cause. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return '[deeper]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((entry) => redact(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      SECRET_NAMES.test(name) ? '[redacted]' : redact(entry, depth + 1),
    ]),
  );
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  // Stripe's errors carry these; their `raw` and `headers` hold more than a log needs
  const { type, code, statusCode, requestId } = error as Partial<
    Record<'type' | 'code' | 'statusCode' | 'requestId', unknown>
  >;
  return Object.fromEntries(
    Object.entries({
      name,
      message: redactText(message),
      type,
      code,
      statusCode,
      requestId,
      stack: stack && redactText(stack),
      cause: cause === undefined ? undefined : redact(cause, depth + 1),
    }).filter(([, entry]) => entry !== undefined),
  );
}
