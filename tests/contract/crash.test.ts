import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { afterAll, expect } from 'vitest';
import { startOwnStripe } from '../rig/own-stripe';
import { localOnly } from './stripe-under-test';

const CRASHES = 20;
const ABREAST = 6;

const folder = mkdtempSync(join(tmpdir(), 'local-stripe-crash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Acknowledged = { customer: string; name: string; key: string; subscription: string | null };

function sdk(url: string): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe('sk_test_crash', {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** Writes until the connection breaks; what was answered is noted the moment it is. */
async function write(stripe: Stripe, price: string, noted: Acknowledged[]): Promise<void> {
  try {
    for (;;) {
      const [name, key] = [`Ada ${noted.length}`, randomUUID()];
      const { id } = await stripe.customers.create(
        { name, payment_method: 'pm_card_visa' },
        { idempotencyKey: key },
      );
      const note: Acknowledged = { customer: id, name, key, subscription: null };
      noted.push(note);
      const [card] = (await stripe.customers.listPaymentMethods(id)).data;
      const subscription = await stripe.subscriptions.create({
        customer: id,
        items: [{ price }],
        default_payment_method: card?.id ?? '',
      });
      note.subscription = subscription.id;
    }
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeConnectionError)) throw error;
  }
}

async function everythingIsThere(stripe: Stripe, noted: readonly Acknowledged[]): Promise<void> {
  const customers = new Set<string>();
  for await (const { id } of stripe.customers.list({ limit: 100 })) customers.add(id);
  const paid = new Map<string, string>();
  for await (const { id, status } of stripe.subscriptions.list({ limit: 100 })) paid.set(id, status);
  for (const { customer, subscription } of noted) {
    expect(customers).toContain(customer);
    if (subscription) expect(paid.get(subscription)).toBe('active');
  }
}

localOnly(
  'killed twenty times while it is written to, it keeps all that it answered',
  async () => {
    const noted: Acknowledged[] = [];
    let price = '';
    for (let crash = 0; crash < CRASHES; crash++) {
      const own = await startOwnStripe(folder, '--quiet');
      const stripe = sdk(own.url);
      if (price === '')
        price = (
          await stripe.prices.create({
            currency: 'usd',
            unit_amount: 1500,
            recurring: { interval: 'month' },
            product_data: { name: 'Starter' },
          })
        ).id;
      await everythingIsThere(stripe, noted);
      const last = noted.at(-1);
      if (last) {
        const again = await stripe.customers.create(
          { name: last.name, payment_method: 'pm_card_visa' },
          { idempotencyKey: last.key },
        );
        expect(again.id).toBe(last.customer);
      }
      const before = noted.length;
      const writers = Array.from({ length: ABREAST }, () => write(stripe, price, noted));
      while (noted.length < before + 5) await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
      await own.kill();
      await Promise.all(writers);
      expect(noted.length).toBeGreaterThan(before);
    }
    const own = await startOwnStripe(folder, '--quiet');
    await everythingIsThere(sdk(own.url), noted);
    await own.kill();
  },
  240_000,
);
