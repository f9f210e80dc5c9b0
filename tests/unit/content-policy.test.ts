import { describe, expect, test } from 'vitest';
import { contentPolicy, formTargets, scriptHashes } from '@/lib/security/content-policy.mjs';

describe('where a form may end besides the app', () => {
  test.each([
    ['at Stripe itself', {}, ['https://billing.stripe.com', 'https://checkout.stripe.com']],
    [
      'at a company’s own domains as well',
      { STRIPE_HOSTED_ORIGINS: 'https://billing.example.com, https://pay.example.com/ignored' },
      [
        'https://billing.stripe.com',
        'https://checkout.stripe.com',
        'https://billing.example.com',
        'https://pay.example.com',
      ],
    ],
    [
      'at a local Stripe and nowhere else',
      { STRIPE_API_BASE: 'http://127.0.0.1:12111' },
      ['http://localhost:12111', 'http://127.0.0.1:12111'],
    ],
  ])('%s', (_name, env, targets) => {
    expect(formTargets(env)).toEqual(targets);
  });
});

describe('a policy', () => {
  test('names scripts one by one and lets no inline style in', () => {
    const policy = contentPolicy(["'nonce-abc'"], { NODE_ENV: 'production' });
    expect(policy).toContain("script-src 'self' 'nonce-abc';");
    expect(policy).not.toContain('unsafe');
  });

  test('hashes every inline script once, and none that has an address', () => {
    const html =
      '<script>1</script><script src="/a.js" async=""></script><script id="x">1</script><script>2</script>';
    // printf 1 | openssl dgst -sha256 -binary | base64
    expect(scriptHashes(html)).toEqual([
      "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='",
      "'sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU='",
    ]);
  });
});
