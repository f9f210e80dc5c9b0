import { type Attribution, type Touch, UTM_KEYS } from './link';

/** Stripe's limits (docs.stripe.com/metadata). */
const MOST_KEYS = 50;
const LONGEST_VALUE = 500;

type Metadata = Readonly<Record<string, string>>;

/**
 * An attribution as metadata of a subscription that has `existing` metadata already: at most as many keys as Stripe
 * still takes, the telling ones first and the last link before the first one. Where it came from is written down, never
 * what it costs.
 */
export function attributionMetadata(attribution: Attribution, existing: Metadata = {}): Metadata {
  const { first } = attribution;
  const entries = [...entriesOf(attribution, ''), ...(first ? entriesOf(first, 'first_') : [])];
  let room = MOST_KEYS - Object.keys(existing).length;
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      if (value === null) return [];
      if (!(key in existing)) room -= 1;
      return !(key in existing) && room < 0 ? [] : [[key, value.slice(0, LONGEST_VALUE)] as const];
    }),
  );
}

function entriesOf({ campaign, code, utm }: Touch, which: '' | 'first_'): [string, string | null][] {
  return [
    [`sidedoor_${which}campaign`, campaign],
    [`sidedoor_${which}campaign_code`, code],
    ...UTM_KEYS.map((key): [string, string | null] => [`sidedoor_${which}${key}`, utm[key] ?? null]),
  ];
}

/** What must be written so that `existing` says the attribution; null when it does already. */
export function missingMetadata(attribution: Attribution, existing: Metadata): Metadata | null {
  const wanted = attributionMetadata(attribution, existing);
  const differs = Object.entries(wanted).some(([key, value]) => existing[key] !== value);
  return differs ? wanted : null;
}
