// Where Next keeps finished pages: this process's memory, and nowhere else. Next's own cache keeps them on disk as well
// and forgets after a restart what was revalidated, so that an old price would come back. Here a restart forgets all.
//
// Next awaits `set` before it answers with what was set, so the headers given there go out with the first answer, too.

import { contentPolicy, scriptHashes } from '../security/content-policy.mjs';

const MOST_ENTRIES = 1000;

/** Shared with lib/page-cache/forget.ts, which Next bundles separately. */
const NAME = Symbol.for('sidedoor.page-cache');
globalThis[NAME] ??= { entries: new Map(), generation: 0 };
const store = globalThis[NAME];

export default class PageCache {
  async get(key) {
    return store.entries.get(key) ?? null;
  }

  async set(key, value, { tags: given } = {}) {
    if (value === null) {
      store.entries.delete(key);
      return;
    }
    // the first answer and every one after it: a page that many get can carry no nonce, its scripts are named by hash
    if (value.kind === 'APP_PAGE' && typeof value.html === 'string') {
      const policy = contentPolicy(scriptHashes(value.html), process.env);
      value.headers = { ...value.headers, 'content-security-policy': policy };
    }
    const tags = [...(given ?? []), ...(value.headers?.['x-next-cache-tags']?.split(',') ?? [])];
    // a redirect or an error takes no page's place; what has changed while it was read is made anew
    if ((value.status && value.status !== 200) || tags.some(isOutdated)) {
      value.headers = { ...value.headers, 'cache-control': 'private, no-cache, no-store' };
      return;
    }
    // at the same address there are pages for one person: Next's own list of Vary does not know
    if (value.kind === 'APP_PAGE') value.headers = { ...value.headers, vary: 'Cookie' };
    store.entries.delete(key);
    for (const oldest of store.entries.keys()) {
      if (store.entries.size < MOST_ENTRIES) break;
      store.entries.delete(oldest);
    }
    store.entries.set(key, { value, tags, lastModified: Date.now() });
  }

  async revalidateTag(tags) {
    const wanted = [tags].flat();
    for (const [key, entry] of store.entries)
      if (entry.tags.some((tag) => wanted.includes(tag))) store.entries.delete(key);
  }

  resetRequestCache() {}
}

/** What was read from Stripe before the last change was told of must not be kept after it. */
const isOutdated = (tag) => tag.startsWith('generation-') && tag !== `generation-${store.generation}`;
