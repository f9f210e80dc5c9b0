import { expect, test } from 'vitest';
import { safeReturnPath } from '@/lib/auth/return-path';

const APP = 'https://app.example.com';

test.each([
  ['/pricing?promo=SPRING25&plan=pro&interval=year', '/pricing?promo=SPRING25&plan=pro&interval=year'],
  ['/account#invoices', '/account#invoices'],
  ['https://app.example.com/pricing?promo=X', '/pricing?promo=X'],
  ['pricing', '/pricing'],
  ['/', '/'],
  ['/api-keys', '/api-keys'],
])('%s leads to %s', (value, expected) => {
  expect(safeReturnPath(value, APP)).toBe(expected);
});

test.each([
  'https://evil.test/pricing',
  'https://app.example.com.evil.test/pricing',
  'https://app.example.com@evil.test/',
  'https://user:pass@app.example.com/pricing',
  'http://app.example.com/pricing',
  '//evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  'https://app.example.com//evil.test',
  '/%0d/../\\evil.test//x/../..//evil.test',
  '\t//evil.test',
  'javascript:alert(1)',
  'data:text/html,x',
  'http://[',
  '/sign-in?callbackUrl=/sign-in',
  '/api/auth/signout',
  `/pricing?promo=${'x'.repeat(2_000)}`,
  '',
  undefined,
  null,
  42,
  ['/pricing'],
])('%o leads to the account instead', (value) => {
  expect(safeReturnPath(value, APP)).toBe('/account');
});
