import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact, redactText } from '@/lib/redact';
import { patience, runs } from './runs';

const word = (min: number) => fc.stringMatching(new RegExp(`^[A-Za-z0-9]{${min},30}$`));

/** A secret, and the part of it that must not be read anywhere. */
const secret = fc.oneof(
  word(16).map((part) => [`sk_test_${part}`, part]),
  word(16).map((part) => [`rk_live_${part}`, part]),
  word(16).map((part) => [`whsec_${part}`, part]),
  word(16).map((part) => [`http://127.0.0.1:12111/p/session/test_${part}`, part]),
  word(16).map((part) => [`https://billing.stripe.com/p/session/live_${part}?x=${part}`, part]),
  word(16).map((part) => [`/sign-in/confirm?callbackUrl=%2Fx&token=${part}&x=1`, part]),
  word(16).map((part) => [`postgres://sidedoor:${part}@localhost:5432/db`, part]),
  word(16).map((part) => [`Authorization: Bearer ${part}`, part]),
  word(16).map((part) => [`${part}@example.com`, part]),
);

/** Text around it, as messages have. */
const around = fc.constantFrom(
  '',
  ' ',
  '"',
  "'",
  '<',
  '>',
  '(',
  ')',
  ', ',
  ': ',
  '\n',
  'to ',
  ' failed',
  '{"url":"',
  '"}',
);

test('a secret is blacked out wherever it stands in a text', () => {
  fc.assert(
    fc.property(secret, around, around, fc.lorem(), ([text = '', part = ''], before, behind, rest) => {
      expect(
        redactText(`${rest}${before === '' ? ' ' : before}${text}${behind === '' ? ' ' : behind}${rest}`),
      ).not.toContain(part);
    }),
    runs(500),
  );
});

test('a secret is blacked out however deep it lies', () => {
  fc.assert(
    fc.property(
      secret,
      fc.array(fc.constantFrom('list', 'hash', 'error', 'cause'), { maxLength: 8 }),
      ([text = '', part = ''], path) => {
        const record = path.reduce<unknown>((inner, kind) => {
          if (kind === 'list') return [inner];
          if (kind === 'hash') return { detail: inner };
          return kind === 'error' ? new Error(`failed: ${text}`) : new Error('failed', { cause: inner });
        }, text);
        expect(JSON.stringify(redact({ record }))).not.toContain(part);
      },
    ),
    runs(500),
  );
});

test('a text without secrets is left alone, and a second look changes nothing', () => {
  fc.assert(
    fc.property(fc.lorem({ maxCount: 20 }), secret, (text, [hidden = '']) => {
      expect(redactText(text)).toBe(text);
      const once = redactText(`${text} ${hidden}`);
      expect(redactText(once)).toBe(once);
    }),
    runs(300),
  );
});

test(
  'a long text takes no long time',
  () => {
    for (const piece of ['a', 'a.', '@', 'a@', 'Bearer ', 'postgres://a:', 'http://x/', '?token='])
      redactText(piece.repeat(60_000 / piece.length));
  },
  patience(500), // a pattern that begins anew at each letter takes longer
);

test('whatever is logged can be written down', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: false, withNullPrototype: true }), (given) => {
      expect(() => JSON.stringify(redact(given))).not.toThrow();
    }),
    runs(500),
  );
});
