import { expect, it } from 'vitest';
import { pathKind, toldName, toldOf } from '@/lib/telemetry/told';

it.each([
  ['/v1/customers/cus_Rb1', '/v1/customers/{id}'],
  ['/v1/billing_portal/sessions', '/v1/billing_portal/sessions'],
  ['/v1/subscriptions/sub_1Qx/discount', '/v1/subscriptions/{id}/discount'],
  ['/v1/promotion_codes?code=ADA-ONLY&active=true', '/v1/promotion_codes'],
  ['/v1/customers/search?query=ada@example.com', '/v1/customers/search'],
])('Stripe’s path %s is told as %s', (path, told) => {
  expect(pathKind(path)).toBe(told);
});

it('an attribute that nobody has named is not told, and a named one without what is secret', () => {
  const told = toldOf({
    'http.target': '/sign-in/confirm?token=t1',
    'http.route': '/pricing',
    'http.status_code': 303,
    'sidedoor.outcome': 'opened for ada@example.com',
    'exception.message': 'No such customer: cus_1',
  });
  expect(told).toEqual({
    'http.route': '/pricing',
    'http.status_code': 303,
    'sidedoor.outcome': 'opened for [redacted]',
  });
});

it('a span’s name has no query and no credential', () => {
  expect(toldName('fetch GET https://billing.stripe.com/p/session/test_x?y=1')).toBe(
    'fetch GET https://billing.stripe.com/p/session/[redacted]',
  );
  expect(toldName('POST /pricing?promo=ADA-ONLY')).toBe('POST /pricing');
});
