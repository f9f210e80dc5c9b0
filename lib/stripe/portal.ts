import 'server-only';
import type Stripe from 'stripe';
import type { User } from '../auth';
import type { CustomerState } from '../billing/customer-state';
import type { PlanPrice } from '../billing/plan';
import {
  type ConfigurationParams,
  PORTAL_PURPOSE,
  portalConfiguration,
} from '../billing/portal-configuration';
import { flowData, type PortalIntent } from '../billing/portal-flow';
import type { PromotionCode } from '../billing/promotion';
import type { Attribution } from '../campaigns/link';
import { noteOpened, storeVisit } from '../db/visit-store';
import { env } from '../env';
import { log } from '../log';
import { processWide } from '../process-wide';
import { listPlanPrices } from './catalog';
import { stripe } from './client';
import { CustomerDeletedError, isStripeError } from './errors';

export type PortalVisit = Readonly<{
  user: User;
  /** The user's customer, read from Stripe just now: what the visit's outcome is compared with. */
  state: CustomerState;
  intent: PortalIntent;
  /** The code that goes with a subscription_update_confirm. */
  promotion?: PromotionCode | null;
  /** Path in this app for the portal's link back, which the customer may take without doing anything. */
  backTo: string;
  /** The catalogue at Stripe when the caller has read it already. */
  prices?: readonly PlanPrice[];
  /** The campaign link that brought the customer here. */
  attribution?: Attribution | null;
}>;

/**
 * Opens Stripe's portal at the intent's door and returns its URL, a short-lived credential: redirect to it, never log
 * or store it. Stripe's refusals are thrown.
 */
export async function openPortal(visit: PortalVisit): Promise<string> {
  const { user, state, intent, backTo, promotion = null, attribution = null } = visit;
  if (state.deleted) throw new CustomerDeletedError(state.customerId);
  const { APP_URL } = env();
  const prices = visit.prices ?? (await listPlanPrices());
  const configuration = await ensurePortalConfiguration(prices);
  const { id, returnUrl } = await storeVisit({ user, state, intent, promotion, attribution });
  const flow_data = flowData(intent, returnUrl);
  const params = {
    customer: state.customerId,
    return_url: new URL(backTo, APP_URL).href,
    ...(flow_data && { flow_data }),
  };
  const session = await createSession({ ...params, configuration }, id).catch(async (error) => {
    if (!forgetConfiguration(configuration, error)) throw error;
    return createSession(
      { ...params, configuration: await ensurePortalConfiguration(prices) },
      `${id}-again`,
    );
  });
  await noteOpened(id, session.created);
  log.info('portal.opened', { customer: state.customerId, kind: intent.kind, session: session.id });
  return session.url;
}

const createSession = (params: Stripe.BillingPortal.SessionCreateParams, idempotencyKey: string) =>
  stripe().billingPortal.sessions.create(params, { idempotencyKey });

/** Configurations by their fingerprint, as this process has found them. */
const knownConfigurations = () => processWide('portal-configurations', () => new Map<string, string>());

/** True when a session was refused for the configuration's sake: it was removed or switched off meanwhile. */
function forgetConfiguration(configuration: string, error: unknown): boolean {
  if (!isStripeError(error) || error.param !== 'configuration') return false;
  const known = knownConfigurations();
  for (const [fingerprint, id] of known) if (id === configuration) known.delete(fingerprint);
  return true;
}

/** The id of the portal configuration for these prices: known, found by its fingerprint, else created. */
async function ensurePortalConfiguration(prices: readonly PlanPrice[]): Promise<string> {
  const { params, fingerprint } = portalConfiguration(prices, env().APP_URL);
  const known = knownConfigurations();
  const id = known.get(fingerprint) ?? (await findOrCreateConfiguration(params, fingerprint));
  known.set(fingerprint, id);
  return id;
}

async function findOrCreateConfiguration(params: ConfigurationParams, fingerprint: string): Promise<string> {
  for await (const { id, metadata } of stripe().billingPortal.configurations.list({
    active: true,
    limit: 100,
  })) {
    const fits =
      metadata?.sidedoor_purpose === PORTAL_PURPOSE && metadata.sidedoor_fingerprint === fingerprint;
    if (fits) return id;
  }
  const created = await stripe().billingPortal.configurations.create(params, {
    idempotencyKey: `sidedoor-configuration-${fingerprint}`,
  });
  log.info('portal.configuration-created', { configuration: created.id });
  return created.id;
}
