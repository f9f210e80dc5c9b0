import Stripe from 'stripe';
import type { TestProject } from 'vitest/node';
import { startLocalStripe } from '../../scripts/launcher/local-stripe.mjs';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { FROZEN_NOW } from './frozen-now';
import { removeMade } from './made-at-stripe';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the local Stripe under test listens: `inject('stripeApiBase')`. */
    stripeApiBase: string;
  }
}

/**
 * Starts a local Stripe in a process of its own for the contract tests; its clock stands at FROZEN_NOW. What they make
 * in a real test-mode account is taken away when they have ended, and what an earlier run left, before.
 */
export default async function startStripeUnderTest(project: TestProject): Promise<() => Promise<void>> {
  const { url, service } = await startLocalStripe({ port: await freePort(), now: FROZEN_NOW });
  project.provide('stripeApiBase', url);
  const realKey = process.env.STRIPE_TEST_KEY;
  const real = realKey && new Stripe(realKey, { maxNetworkRetries: 2, telemetry: false });
  if (real) await removeMade(real);
  return async () => {
    await service.stop();
    if (real) await removeMade(real);
  };
}
