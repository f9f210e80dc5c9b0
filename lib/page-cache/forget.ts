import 'server-only';
import { env } from '../env';
import { sharedPages } from './shared-pages.mjs';
import { pageStore } from './store';

/** On every page that is made of prices, coupons and promotion codes. */
export const CATALOGUE_TAG = 'catalogue';

/**
 * The tags of a page that is made of the catalogue. Take them before anything is read from Stripe: a page whose
 * generation has passed by the time it is finished is not kept.
 */
export function catalogueTags(): string[] {
  const shared = sharedPages(env().REDIS_URL)?.current() ?? null;
  const ofAll = shared === null ? [] : [`shared-generation-${shared}`];
  return [CATALOGUE_TAG, `generation-${pageStore().generation}`, ...ofAll];
}

/**
 * Makes every page that instances share nobody's, for a change of the catalogue; before any of them hears of it, or one
 * would take an old page out of the cache again. Throws when Redis does not take it.
 */
export async function forgetSharedPages(): Promise<void> {
  await sharedPages(env().REDIS_URL)?.begin();
}

/**
 * Makes the next visitor's page anew. Next's revalidateTag does the same within a request; events are worked off
 * outside of one as well.
 */
export function forgetPages(tag: string): void {
  const store = pageStore();
  store.generation += 1;
  for (const [key, entry] of store.entries) if (entry.tags.includes(tag)) store.entries.delete(key);
}
