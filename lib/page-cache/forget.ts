import 'server-only';
import { processWide } from '../process-wide';

type Entry = Readonly<{ tags: readonly string[] }>;
type Store = { entries: Map<string, Entry>; generation: number };

/** The store of lib/page-cache/handler.mjs, which is no module of ours while Next runs it. */
const store = () => processWide<Store>('page-cache', () => ({ entries: new Map(), generation: 0 }));

/** On every page that is made of prices, coupons and promotion codes. */
export const CATALOGUE_TAG = 'catalogue';

/**
 * The tags of a page that is made of the catalogue. Take them before anything is read from Stripe: a page whose
 * generation has passed by the time it is finished is not kept.
 */
export const catalogueTags = (): string[] => [CATALOGUE_TAG, `generation-${store().generation}`];

/**
 * Makes the next visitor's page anew. Next's revalidateTag does the same within a request; events are worked off
 * outside of one as well.
 */
export function forgetPages(tag: string): void {
  const { entries } = store();
  store().generation += 1;
  for (const [key, entry] of entries) if (entry.tags.includes(tag)) entries.delete(key);
}
