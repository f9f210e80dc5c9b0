// Finished pages that all instances share, in Redis (REDIS_URL). Read by lib/page-cache/handler.mjs, which Node runs as it
// stands, and by forget.ts, which Next bundles: the one connection of a process lives under a global symbol.
//
// Every page is stored with the generation of the catalogue it was made from; a change at Stripe begins a new one, and
// with it every older page is nobody's, whichever instance is still writing one. Redis that does not answer costs a page
// its sharing, never a visitor their page.

import { createClient } from '@redis/client';
import { SHOWN_SECONDS } from './ages.mjs';

const NAME = Symbol.for('sidedoor.shared-pages');
const GENERATION = 'sidedoor:generation';
const ANSWER_MS = 500;
const PAUSE_MS = 2_000;

/**
 * @typedef {{ value: unknown, tags: string[], lastModified: number }} Entry
 * @typedef {{
 *   get(key: string): Promise<Entry | null>,
 *   set(key: string, entry: Entry, generation: string): Promise<void>,
 *   begin(): Promise<void>,
 *   current(): string | null,
 * }} SharedPages
 */

/**
 * The pages shared by everybody on this Redis, or null without one. Connects on first use.
 * @param {string | undefined} url
 * @returns {SharedPages | null}
 */
export function sharedPages(url) {
  if (!url) return null;
  globalThis[NAME] ??= open(url);
  return globalThis[NAME];
}

/** @returns {SharedPages} */
function open(url) {
  const client = createClient({
    url,
    disableOfflineQueue: true, // a visitor does not wait for a Redis that is away
    commandOptions: { timeout: ANSWER_MS },
    socket: { connectTimeout: PAUSE_MS, reconnectStrategy: PAUSE_MS },
  });
  client.on('error', () => {}); // without a listener it would end the process; what failed is told to the caller
  const connecting = client.connect().catch(() => {});
  let current = null;
  return {
    async get(key) {
      try {
        await Promise.race([connecting, pause()]);
        const [generation, text] = await client.mGet([GENERATION, `sidedoor:page:${key}`]);
        current = generation ?? '0';
        if (text === null) return null;
        const { generation: madeOf, ...entry } = JSON.parse(text, revive);
        return madeOf === current ? entry : null;
      } catch {
        current = null; // what is made now is shared with nobody
        return null;
      }
    },
    async set(key, entry, generation) {
      const text = JSON.stringify({ ...entry, generation }, replace);
      await client
        .set(`sidedoor:page:${key}`, text, { expiration: { type: 'EX', value: SHOWN_SECONDS } })
        .catch(() => {});
    },
    /** Makes every shared page of before nobody's; throws when Redis does not take it, for the event to be tried again. */
    async begin() {
      await Promise.race([connecting, pause()]);
      current = String(await client.incr(GENERATION));
    },
    current: () => current,
  };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, ANSWER_MS).unref());

/** A page holds buffers and maps, which JSON does not know. */
function replace(name, value) {
  const own = this[name];
  if (Buffer.isBuffer(own)) return { $buffer: own.toString('base64') };
  if (own instanceof Map) return { $map: [...own] };
  return value;
}

function revive(_name, value) {
  if (typeof value?.$buffer === 'string') return Buffer.from(value.$buffer, 'base64');
  if (Array.isArray(value?.$map)) return new Map(value.$map);
  return value;
}
