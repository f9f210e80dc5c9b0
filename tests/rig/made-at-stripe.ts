import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';

/*
 * What the contract suite makes in a real test-mode account, so that it can be taken away again. It is a list in a
 * file, not a mark in the objects' metadata: many tests expect the metadata that they gave.
 */

/** The list outlives a run that is stopped, and the next run takes away what is on it. */
const MADE = join(tmpdir(), 'sidedoor-contract-made.txt');

/** `/v1/customers` and its like: a POST to any other path makes nothing that stays by itself. */
const COLLECTION = /^\/v1\/(?:(?:billing_portal|checkout|test_helpers)\/)?[a-z_]+$/;

/** Notes what a POST has made: its id, and those of a product or price that was made with it. */
export function noteMade(path: string, made: object, list = MADE): void {
  if (!COLLECTION.test(path)) return;
  const { id, product, default_price } = made as { id?: unknown; product?: unknown; default_price?: unknown };
  const ids = [product, id, default_price].filter((each): each is string => typeof each === 'string');
  if (ids.length > 0) appendFileSync(list, `${ids.map((each) => `${path} ${each}`).join('\n')}\n`);
}

type Removal = readonly [prefix: RegExp, remove: (stripe: Stripe, id: string) => Promise<unknown>];

/**
 * How each kind is taken away, in this order: a clock takes its customers along, and a customer its subscriptions,
 * cards, items and schedules. What Stripe cannot delete is switched off.
 */
const REMOVALS: readonly Removal[] = [
  [/^clock_/, (stripe, id) => stripe.testHelpers.testClocks.del(id)],
  [/^cus_/, (stripe, id) => stripe.customers.del(id)],
  [/^cs_/, (stripe, id) => stripe.checkout.sessions.expire(id)],
  [/^we_/, (stripe, id) => stripe.webhookEndpoints.del(id)],
  [/^txi_/, (stripe, id) => stripe.taxIds.del(id)],
  [/^bpc_/, (stripe, id) => stripe.billingPortal.configurations.update(id, { active: false })],
  [/^promo_/, (stripe, id) => stripe.promotionCodes.update(id, { active: false })],
  [/^\/v1\/coupons /, (stripe, id) => stripe.coupons.del(id)],
  [/^\/v1\/products |^prod_/, removeProduct],
  [/^price_/, (stripe, id) => stripe.prices.update(id, { active: false })],
  [/^pi_/, (stripe, id) => stripe.paymentIntents.cancel(id)],
  [/^seti_/, (stripe, id) => stripe.setupIntents.cancel(id)],
];

/** A product with prices stays, archived, and without a price for new buyers. */
async function removeProduct(stripe: Stripe, id: string): Promise<unknown> {
  try {
    return await stripe.products.del(id);
  } catch {
    return stripe.products.update(id, { active: false });
  }
}

/** Takes away what is on the list, and the list. What is gone or finished already is passed over. */
export async function removeMade(stripe: Stripe, list = MADE): Promise<void> {
  if (!existsSync(list)) return;
  const lines = [...new Set(readFileSync(list, 'utf8').split('\n').filter(Boolean))];
  for (const [kind, remove] of REMOVALS)
    for (const line of lines) {
      const id = line.slice(line.indexOf(' ') + 1);
      if (kind.test(line) || kind.test(id)) await remove(stripe, id).catch(() => undefined);
    }
  rmSync(list);
}
