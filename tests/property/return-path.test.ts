import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeReturnPath } from '@/lib/auth/return-path';
import { runs } from './runs';

const APP = 'https://app.example.com';

/** Pieces that open redirects are made of. */
const PIECES = [
  '/',
  '//',
  '///',
  '\\',
  '/\\',
  '\\/',
  'https:',
  'http:',
  'https://',
  '//evil.test',
  'evil.test',
  '@',
  '@evil.test',
  'app.example.com',
  'app.example.com.evil.test',
  ':443',
  ':8443',
  '.',
  '..',
  '/..',
  '/.',
  '%2f',
  '%2F%2f',
  '%5c',
  '%09',
  '\t',
  '\n',
  '\r',
  '\u0000',
  ' ',
  '\u2028',
  '\uff0f',
  '。',
  '?',
  '#',
  '?next=//evil.test',
  '#//evil.test',
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:',
  'user:pass@',
  '/account',
  '/pricing?promo=SPRING25',
  ';',
  '&',
  '\ufeff',
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join('')),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

test('a way back never leaves the app, however it is read', () => {
  fc.assert(
    fc.property(hostile, (given) => {
      const path = safeReturnPath(given, APP);
      expect(path).toMatch(/^\/(?![/\\])/);
      // As a browser reads a Location header on any page of the app, and as a link in a page elsewhere on it.
      for (const page of [APP, `${APP}/sign-in/confirm?token=x`, `${APP}//x/y`])
        expect(new URL(path, page).origin).toBe(APP);
      for (const breaking of ['\r', '\n', '\t', '\u0000']) expect(path).not.toContain(breaking);
    }),
    runs(3000),
  );
});

test('what a way back leads to is what a second look leads to', () => {
  fc.assert(
    fc.property(hostile, (given) => {
      const path = safeReturnPath(given, APP);
      expect(safeReturnPath(path, APP)).toBe(path);
    }),
    runs(1000),
  );
});

test('a path of the app is kept as it is', () => {
  const segment = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), segment, (segments, query) => {
      fc.pre(!['sign-in', 'api'].includes(segments[0] ?? ''));
      const path = `/${segments.join('/')}?promo=${query}#${query}`;
      expect(safeReturnPath(path, APP)).toBe(path);
    }),
    runs(200),
  );
});

test('anything but a text leads to the account page', () => {
  fc.assert(
    fc.property(fc.anything(), (given) => {
      fc.pre(typeof given !== 'string');
      expect(safeReturnPath(given, APP)).toBe('/account');
    }),
    runs(300),
  );
});
