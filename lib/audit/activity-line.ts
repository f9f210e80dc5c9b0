import { formatDate } from '../calendar';
import { AUDIT_ACTS, type AuditAct } from './acts';

/** One act as the account page prints it. */
export type ActivityLine = Readonly<{
  id: number;
  act: string;
  outcome: string;
  date: string;
  from: string | null;
}>;

const OUTCOMES: Readonly<Record<string, string>> = {
  opened: 'Opened at Stripe',
  done: 'Done',
  failed: 'Failed',
  'too-many-requests': 'Stopped: too many tries',
};

/** An act in words; `at` is Unix seconds. Whatever else came of it is a refusal, whose notice said why. */
export function activityLine(row: {
  id: number;
  at: number;
  act: AuditAct;
  outcome: string;
  network: string | null;
}): ActivityLine {
  const outcome = Object.hasOwn(OUTCOMES, row.outcome) ? OUTCOMES[row.outcome] : undefined;
  return {
    id: row.id,
    act: AUDIT_ACTS[row.act],
    outcome: outcome ?? 'Refused, nothing changed',
    date: formatDate(row.at),
    from: row.network,
  };
}
