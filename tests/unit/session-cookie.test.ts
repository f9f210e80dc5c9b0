import { expect, test } from 'vitest';
import { hostOnlyCookies } from '@/lib/auth/session-cookie';

test('under https browsers take every cookie of signing in from this host alone', () => {
  const cookies = Object.values(hostOnlyCookies('https://billing.example.com'));
  expect(cookies.map(({ name }) => name)).toEqual([
    '__Host-next-auth.session-token',
    '__Host-next-auth.callback-url',
    '__Host-next-auth.csrf-token',
    '__Host-next-auth.pkce.code_verifier',
    '__Host-next-auth.state',
    '__Host-next-auth.nonce',
  ]);
  for (const { options } of cookies)
    expect(options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: true });
});

test('without https they keep their plain names, which browsers take', () => {
  expect(hostOnlyCookies('http://localhost:3000')).toEqual({});
});
