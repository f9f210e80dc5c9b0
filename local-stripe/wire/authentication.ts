import { ApiError } from './errors';

/**
 * The secret key of a request, from Bearer or Basic authentication (key as user name, no password).
 * Only test-mode keys are taken: this server must never see a live one.
 */
export function secretKey(authorization: string | undefined): string {
  const key = given(authorization ?? '');
  if (key === '')
    throw new ApiError(
      401,
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    );
  if (!/^(sk|rk)_test_\w+$/.test(key)) throw new ApiError(401, `Invalid API Key provided: ${mask(key)}`);
  return key;
}

function given(authorization: string): string {
  const [, scheme, credentials = ''] = /^\s*(bearer|basic)\s+(\S+)/i.exec(authorization) ?? [];
  if (scheme?.toLowerCase() !== 'basic') return credentials;
  return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0] ?? '';
}

function mask(key: string): string {
  const prefix = /^[a-z]+_(test|live)_/.exec(key)?.[0] ?? key.slice(0, 2);
  const tail = key.slice(Math.max(prefix.length, key.length - 4));
  return `${prefix}${'*'.repeat(Math.max(4, key.length - prefix.length - tail.length))}${tail}`;
}
