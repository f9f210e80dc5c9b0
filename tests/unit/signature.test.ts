import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { signatureHeader } from '../../local-stripe/wire/signature';

/* Signatures that stripe-node made, with their secrets, moments (Unix seconds) and bodies. */

const EVENT = '{\n  "id": "evt_test_1",\n  "object": "event"\n}';
const SIGNATURE = '22fdbb1b882feff58762bf5fc4821b4363fa1ada86ce9088d95987cd3fe71919';
const HEADER = `t=1700000000,v1=${SIGNATURE}`;
const SECRET = 'whsec_test_secret';

const { webhooks } = new Stripe('sk_test_signature');
/** What the SDK says of a header, `age` seconds after it was signed. */
const read = (header: string, age = 0, tolerance = 300) =>
  webhooks.constructEvent(EVENT, header, SECRET, tolerance, undefined, 1_700_000_000_000 + age * 1000);

test.each([
  ['an event', SECRET, 1700000000, EVENT, HEADER],
  [
    'an empty object',
    'whsec_abc',
    1492774577,
    '{}',
    't=1492774577,v1=de08b32f838c107b471d8e4607b6c1291c37e56a3a99fe03db4ede52fa0212e2',
  ],
])('%s is signed as stripe-node signs it', (_what, secret, at, body, header) => {
  expect(signatureHeader(body, secret, at)).toBe(header);
});

test('the SDK reads what is signed here, up to 300 seconds later', () => {
  expect(read(HEADER, 300)).toMatchObject({ id: 'evt_test_1' });
  expect(() => read(HEADER, 301)).toThrow('Timestamp outside the tolerance zone');
});

test('a tolerance of 0 skips the age', () => {
  expect(read(HEADER, 86_400, 0)).toMatchObject({ id: 'evt_test_1' });
});

test('one good signature among several is enough', () => {
  expect(read(`t=1700000000,v1=deadbeef,v1=${SIGNATURE}`)).toMatchObject({ id: 'evt_test_1' });
});

test('signatures of other schemes count for nothing', () => {
  expect(() => read(`t=1700000000,v0=${SIGNATURE}`)).toThrow('No signatures found with expected scheme');
});
