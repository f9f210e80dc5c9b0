import { createHmac } from 'node:crypto';

/**
 * The `Stripe-Signature` header of a delivery: HMAC-SHA256 over `<t>.<body>`, keyed with the whole secret,
 * `whsec_` included, as the SDKs verify it.
 *
 * @param at Unix seconds of this attempt.
 */
export function signatureHeader(body: string, secret: string, at: number): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}
