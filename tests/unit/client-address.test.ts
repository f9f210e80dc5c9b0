import { describe, expect, test } from 'vitest';
import { clientAddress, countedAs, isThisMachine, networkOf } from '@/lib/security/client-address';

describe('the address of a client', () => {
  test.each<[string, string | null, string | null, number, string | null]>([
    ['is the peer, whatever it says', '203.0.113.7', '198.51.100.1', 0, '203.0.113.7'],
    ['is what our one proxy wrote last', '10.0.0.1', '198.51.100.1, 203.0.113.7', 1, '203.0.113.7'],
    [
      'is what the first of two proxies wrote',
      '10.0.0.1',
      '6.6.6.6, 203.0.113.7, 10.0.0.2',
      2,
      '203.0.113.7',
    ],
    ['is the peer when it came past a proxy', '203.0.113.7', null, 1, '203.0.113.7'],
    ['is the peer when there are too few entries', '203.0.113.7', '198.51.100.1', 2, '203.0.113.7'],
    ['loses its port', null, '203.0.113.7:4711', 1, '203.0.113.7'],
    ['loses brackets and zone', null, '[fe80::1%eth0]:443', 1, 'fe80::1'],
    ['is IPv4 when it was mapped', '::ffff:203.0.113.7', null, 0, '203.0.113.7'],
    ['is unknown when it is none', 'unknown', null, 0, null],
    ['is unknown when a proxy wrote nonsense', '10.0.0.1', 'x\r\ny', 1, null],
  ])('%s', (_what, peer, forwarded, proxies, address) => {
    expect(clientAddress(peer, forwarded, proxies)).toBe(address);
  });
});

test.each([
  ['203.0.113.7', '203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['2001:0DB8:0001::1', '2001:db8:1:0::/64', '2001:db8:1::/48'],
  ['2001:db8::5:6', '2001:db8:0:0::/64', '2001:db8:0::/48'],
  ['::5', '0:0:0:0::/64', '0:0:0::/48'],
])('%s is counted as %s and kept as %s', (address, counted, network) => {
  expect(countedAs(address)).toBe(counted);
  expect(networkOf(address)).toBe(network);
});

test.each([
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['::1', true],
  ['10.0.0.1', false],
  ['203.0.113.7', false],
])('%s is this machine: %s', (address, here) => {
  expect(isThisMachine(address)).toBe(here);
});
