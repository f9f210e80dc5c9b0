import 'server-only';
import { now } from '../clock';
import { db } from '../db/client';
import { auditEvents } from '../db/schema';
import { env, livemode } from '../env';
import { log } from '../log';
import { requestContext } from '../request-context';
import { clientAddress, networkOf } from '../security/client-address';
import type { AuditAct } from './acts';

/**
 * Adds an act to the audit trail and to the log. A trail that cannot be written is told of loudly; it does not undo
 * what was done at Stripe.
 */
export async function recordAct(userId: string, act: AuditAct, outcome: string): Promise<void> {
  const context = requestContext();
  const address = context && clientAddress(context.peer, context.forwardedFor, env().TRUSTED_PROXIES);
  log.info('billing.act', { user: userId, act, outcome });
  try {
    await db()
      .insert(auditEvents)
      .values({
        at: now(),
        userId,
        livemode: livemode(),
        act,
        outcome,
        network: address ? networkOf(address) : null,
        request: context?.id ?? null,
      });
  } catch (error) {
    log.error('audit.not-recorded', { user: userId, act, outcome, error });
  }
}
