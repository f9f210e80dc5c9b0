// Where Next keeps finished pages: this process's memory and, with REDIS_URL, what all instances share. Next's own cache
// keeps them on disk as well and forgets after a restart what was revalidated, so that an old price would come back.
// Here a restart forgets all.
//
// Next awaits `set` before it answers with what was set, so the headers given there go out with the first answer, too.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentPolicy, scriptHashes } from '../security/content-policy.mjs';
import { FRESH_SECONDS, KEPT_CONTROL } from './ages.mjs';
import { sharedPages } from './shared-pages.mjs';
import { withoutQuery } from './without-query.mjs';

const MOST_ENTRIES = 1000;
/** The tag of a page that says of which shared generation of the catalogue it was made (forget.ts). */
const SHARED = 'shared-generation-';

/** Shared with lib/page-cache/forget.ts, which Next bundles separately. */
const NAME = Symbol.for('sidedoor.page-cache');
globalThis[NAME] ??= { entries: new Map(), generation: 0 };
const store = globalThis[NAME];

/**
 * Told once, when the page is kept: Next would work it out anew for every visitor, which takes longer than all the rest.
 * A weak one, since it is the same page whether it is sent compressed or not.
 */
const etagOf = (html) => `W/"${createHash('sha1').update(String(html)).digest('base64url')}"`;

/** The address of a page, by which lib/page-cache/front.ts finds it: Next's own key begins with the hash of the route. */
const addressOf = (key) => key.replace(/^\/route-cache\/APP_PAGE\/[0-9a-f]+\/\$/, '');

export default class PageCache {
  constructor({ serverDistDir } = {}) {
    // a page names its build's own files; nothing is shared while one is made
    const building = process.env.NEXT_PHASE === 'phase-production-build';
    this.shared = serverDistDir && !building ? sharedPages(process.env.REDIS_URL) : null;
    if (this.shared) this.build = readFileSync(join(serverDistDir, '..', 'BUILD_ID'), 'utf8').trim();
  }

  async get(nextKey) {
    const key = addressOf(nextKey);
    const own = store.entries.get(key);
    if (!this.shared || (own && own.lastModified > Date.now() - FRESH_SECONDS * 1000)) return own ?? null;
    // asked before a page is made as well, so that the page knows which generation it is made of
    const found = await this.shared.get(`${this.build}:${key}`);
    if (found && found.lastModified > (own?.lastModified ?? 0)) keep(key, found);
    return store.entries.get(key) ?? null;
  }

  async set(nextKey, value, { tags: given } = {}) {
    const key = addressOf(nextKey);
    if (value === null) {
      store.entries.delete(key);
      return;
    }
    const kept = value.kind === 'APP_PAGE' ? withoutQuery(value) : value;
    // the first answer has its visitor's own query, and other scripts with it
    nameScripts(value);
    const tags = [...(given ?? []), ...(value.headers?.['x-next-cache-tags']?.split(',') ?? [])];
    // a redirect or an error takes no page's place; what has changed while it was read is made anew
    if ((value.status && value.status !== 200) || tags.some(isOutdated) || kept === null) {
      value.headers = { ...value.headers, 'cache-control': 'private, no-cache, no-store' };
      return;
    }
    // at the same address there are pages for one person: Next's own list of Vary does not know. How long a page that
    // another instance has made may be kept, Next does not know either
    if (value.kind === 'APP_PAGE')
      value.headers = {
        ...value.headers,
        vary: 'Cookie',
        etag: etagOf(value.html),
        'cache-control': KEPT_CONTROL,
      };
    if (kept !== value) kept.headers = value.headers;
    nameScripts(kept);
    const entry = { value: kept, tags, lastModified: Date.now() };
    keep(key, entry);
    const generation = tags.find((tag) => tag.startsWith(SHARED))?.slice(SHARED.length);
    if (this.shared && generation !== undefined)
      await this.shared.set(`${this.build}:${key}`, entry, generation);
  }

  async revalidateTag(tags) {
    const wanted = [tags].flat();
    for (const [key, entry] of store.entries)
      if (entry.tags.some((tag) => wanted.includes(tag))) store.entries.delete(key);
  }

  resetRequestCache() {}
}

/** A page that many get can carry no nonce: its policy names its scripts by hash. */
function nameScripts(page) {
  if (page.kind !== 'APP_PAGE' || typeof page.html !== 'string') return;
  const policy = contentPolicy(scriptHashes(page.html), process.env);
  page.headers = { ...page.headers, 'content-security-policy': policy };
}

function keep(key, entry) {
  store.entries.delete(key);
  for (const oldest of store.entries.keys()) {
    if (store.entries.size < MOST_ENTRIES) break;
    store.entries.delete(oldest);
  }
  store.entries.set(key, entry);
}

/** What was read from Stripe before the last change was told of must not be kept after it. */
const isOutdated = (tag) => tag.startsWith('generation-') && tag !== `generation-${store.generation}`;
