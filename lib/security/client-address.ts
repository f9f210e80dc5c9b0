import { isIP, isIPv6 } from 'node:net';

/**
 * The address of the client: the peer, or behind `trustedProxies` proxies the entry of X-Forwarded-For that the first of
 * them wrote. Entries before it are the client's own words. Null when unknown.
 */
export function clientAddress(
  peer: string | null,
  forwardedFor: string | null,
  trustedProxies: number,
): string | null {
  if (trustedProxies === 0) return plain(peer);
  const entries = forwardedFor === null ? [] : forwardedFor.split(',').map((entry) => entry.trim());
  // fewer entries than proxies: somebody came past them
  return plain(entries.at(-trustedProxies) ?? peer);
}

/** The address without a port, brackets, a zone or the mapping of IPv4 into IPv6; null when it is none. */
function plain(text: string | null): string | null {
  const bare = (text ?? '')
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(bare) === 0 ? null : bare;
}

/** True for this machine itself: a proxy that nobody told us of, or the operator. */
export const isThisMachine = (address: string): boolean => address === '::1' || /^127\./.test(address);

/** Who is counted as one: an IPv4 address, or the /64 network that one connection gets of IPv6. */
export const countedAs = (address: string): string =>
  isIPv6(address) ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address;

/** The network without what names one machine: a /24 of IPv4, a /48 of IPv6. */
export const networkOf = (address: string): string =>
  isIPv6(address)
    ? `${groupsOf(address).slice(0, 3).join(':')}::/48`
    : `${address.split('.').slice(0, 3).join('.')}.0/24`;

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...after].map((group) =>
    group.replace(/^0+(?=.)/, ''),
  );
}
