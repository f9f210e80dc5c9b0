import { expect, test } from 'vitest';
import { readOptions } from '../../../scripts/launcher/options.mjs';
import { chooseStripe } from '../../../scripts/launcher/stripe-choice.mjs';

test('without flags the app is on 3000 and the local Stripe on 12111, with kept data and a running clock', () => {
  expect(readOptions([])).toEqual({
    port: 3000,
    stripePort: 12111,
    dev: false,
    ephemeral: false,
    now: undefined,
  });
});

test('tests ask for free ports, temporary data and a stopped clock', () => {
  expect(readOptions(['--ephemeral', '--port', '0', '--stripe-port=0', '--now', '1794787200'])).toEqual({
    port: 0,
    stripePort: 0,
    dev: false,
    ephemeral: true,
    now: 1794787200,
  });
});

test.each([
  [['--colour'], "Unknown option '--colour'"],
  [['--now', 'tomorrow', '--ephemeral'], '--now takes Unix seconds, e.g. --now 1794787200, got "tomorrow".'],
  [['--now', '1794787200'], '--now stops the clock and needs --ephemeral'],
])('%j is refused in words', (argv, message) => {
  expect(() => readOptions(argv)).toThrow(message);
});

test('without a key, or with an empty one, the app talks to the local Stripe', () => {
  expect(chooseStripe({})).toEqual({ local: true });
  expect(chooseStripe({ STRIPE_SECRET_KEY: '' })).toEqual({ local: true });
});

test("a test key of one's own account is used together with its webhook secret", () => {
  const env = { STRIPE_SECRET_KEY: 'sk_test_51Abc', STRIPE_WEBHOOK_SECRET: 'whsec_1' };
  expect(chooseStripe(env)).toEqual({ local: false, key: 'sk_test_51Abc', webhookSecret: 'whsec_1' });
  expect(() => chooseStripe({ STRIPE_SECRET_KEY: 'rk_test_51Abc' })).toThrow('STRIPE_WEBHOOK_SECRET is not');
});

test.each(['sk_live_51Abc', 'rk_live_51Abc', 'pk_test_51Abc'])(
  '%s is refused without being printed',
  (key) => {
    const choose = () => chooseStripe({ STRIPE_SECRET_KEY: key });
    expect(choose).toThrow('STRIPE_SECRET_KEY is not a test key');
    expect(choose).not.toThrow(key);
  },
);
