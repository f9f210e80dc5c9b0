import { type Attribution, UTM_KEYS } from './link';

/** Stripe's limits (docs.stripe.com/metadata). */
const MOST_KEYS = 50;
const LONGEST_VALUE = 500;

type Metadata = Readonly<Record<string, string>>;

/**
 * An attribution as metadata of a subscription that has `existing` metadata already: at most as many keys as Stripe
 * still takes, the telling ones first. Where it came from is written down, never what it costs.
 */
export function attributionMetadata(attribution: Attribution, existing: Metadata = {}): Metadata {
  const { campaign, code, utm } = attribution;
  const entries = Object.entries({ sidedoor_campaign: campaign, sidedoor_campaign_code: code }).concat(
    UTM_KEYS.map((key) => [`sidedoor_${key}`, utm[key] ?? null]),
  );
  let room = MOST_KEYS - Object.keys(existing).length;
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      if (value === null) return [];
      if (!(key in existing)) room -= 1;
      return !(key in existing) && room < 0 ? [] : [[key, value.slice(0, LONGEST_VALUE)] as const];
    }),
  );
}

/** What must be written so that `existing` says the attribution; null when it does already. */
export function missingMetadata(attribution: Attribution, existing: Metadata): Metadata | null {
  const wanted = attributionMetadata(attribution, existing);
  const differs = Object.entries(wanted).some(([key, value]) => existing[key] !== value);
  return differs ? wanted : null;
}
