import 'server-only';
import type { AuditAct } from '../audit/acts';
import { recordAct } from '../audit/record';
import type { User } from '../auth';
import type { Refusal } from '../billing/refusal';
import { countedClient, spend } from '../security/rate-limit';
import { traced } from '../telemetry/instruments';

/** What came of an act: a page of Stripe's to redirect to (a credential), a refusal, or (null) it is done. */
export type ActResult = Readonly<{ url: string } | { refused: Refusal | null }>;

/** Does what a person asks for in billing: within the limits, and recorded in the audit trail however it ends. */
export function billingAct<Result extends ActResult>(
  user: User,
  act: AuditAct,
  work: () => Promise<Result>,
): Promise<Result | { refused: 'too-many-requests' }> {
  return traced('billing.act', { 'sidedoor.act': act }, async (note) => {
    const result = await withinLimits(user, act, work);
    note({ 'sidedoor.outcome': outcomeOf(result) });
    return result;
  });
}

const outcomeOf = (result: ActResult): string => ('url' in result ? 'opened' : (result.refused ?? 'done'));

async function withinLimits<Result extends ActResult>(
  user: User,
  act: AuditAct,
  work: () => Promise<Result>,
): Promise<Result | { refused: 'too-many-requests' }> {
  const waits = [await spend('billing', user.id), await spend('billing-client', countedClient())];
  if (waits.some((seconds) => seconds !== null)) {
    await recordAct(user.id, act, 'too-many-requests');
    return { refused: 'too-many-requests' };
  }
  try {
    const result = await work();
    await recordAct(user.id, act, outcomeOf(result));
    return result;
  } catch (error) {
    await recordAct(user.id, act, 'failed');
    throw error;
  }
}
