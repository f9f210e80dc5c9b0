const DEFAULT = '/account';
const MAX_LENGTH = 2_000;
// the way in: coming back to it after sign-in would be a loop, and to an API route a dead end
const NOT_A_DESTINATION = /^\/(sign-in|api)(\/|$)/;

/**
 * A place in this app to return to, as path, query and fragment; `otherwise` for anything else. The origin is compared
 * after parsing: a prefix check would let `https://app.example.com.evil.test` through.
 */
export function safeReturnPath(value: unknown, appUrl: string, otherwise = DEFAULT): string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_LENGTH) return otherwise;
  const url = parse(value, appUrl);
  if (!url || url.origin !== new URL(appUrl).origin || url.username || url.password) return otherwise;
  // a path of two slashes is another host as soon as it stands alone in a Location header
  if (url.pathname.startsWith('//') || NOT_A_DESTINATION.test(url.pathname)) return otherwise;
  return `${url.pathname}${url.search}${url.hash}`;
}

function parse(value: string, base: string): URL | null {
  return URL.canParse(value, base) ? new URL(value, base) : null;
}
