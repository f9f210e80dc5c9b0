import { expect, it, test } from 'vitest';
import { redact, redactText } from '@/lib/redact';

test.each([
  ['to ada@example.com now', 'to [redacted] now'],
  [
    'redirect to http://127.0.0.1:12111/p/session/test_YWNjdF8x?x=1 done',
    'redirect to http://127.0.0.1:12111/p/session/[redacted] done',
  ],
  ['https://checkout.stripe.com/c/pay/cs_live_a1b2#fidkdWx', 'https://checkout.stripe.com/c/pay/[redacted]'],
  ["No such checkout.session: 'cs_test_a1b2'", "No such checkout.session: 'cs_test_[redacted]'"],
  ['https://billing.stripe.com/p/session/live_abc', 'https://billing.stripe.com/p/session/[redacted]'],
  [
    'Invalid API Key provided: sk_test_4eC39HqLyjWDarjtT1zdp7dc',
    'Invalid API Key provided: sk_test_[redacted]',
  ],
  ['rk_live_abc123', 'rk_live_[redacted]'],
  ['whsec_abc123', 'whsec_[redacted]'],
  ['/sign-in/confirm?token=abc&x=1', '/sign-in/confirm?token=[redacted]&x=1'],
  ['postgres://sidedoor:hunter2@localhost/db', 'postgres://sidedoor:[redacted]@localhost/db'],
  ['rediss://:hunter2@cache:6379', 'rediss://:[redacted]@cache:6379'],
  ['smtp://mailer:hunter2@localhost:587', 'smtp://mailer:[redacted]@localhost:587'],
  ['No such subscription: sub_1', 'No such subscription: sub_1'],
])('%s', (text, expected) => {
  expect(redactText(text)).toBe(expected);
});

it('reaches into fields, lists and errors with their causes', () => {
  const error = new Error('mail to ada@example.com failed', { cause: new Error('key sk_test_abc') });
  expect(redact({ error, list: ['bob@example.com', 7], customer: 'cus_1' })).toMatchObject({
    error: {
      name: 'Error',
      message: 'mail to [redacted] failed',
      stack: expect.not.stringContaining('ada@'),
      cause: { message: 'key sk_test_[redacted]' },
    },
    list: ['[redacted]', 7],
    customer: 'cus_1',
  });
});

it('empties fields that are secret by their name', () => {
  expect(redact({ url: 'https://x.test', token: 'abc', email: 'x', kind: 'home' })).toEqual({
    url: '[redacted]',
    token: '[redacted]',
    email: '[redacted]',
    kind: 'home',
  });
});

it("leaves Stripe's raw answer and headers out of an error", () => {
  const error = Object.assign(new Error('No such price'), {
    type: 'StripeInvalidRequestError',
    code: 'resource_missing',
    raw: { x: 1 },
    headers: {},
  });
  expect(Object.keys(redact(error) as object).sort()).toEqual(['code', 'message', 'name', 'stack', 'type']);
});
