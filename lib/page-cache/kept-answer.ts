import 'server-only';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { log } from '../log';
import { SECURITY_HEADERS } from '../security/response-headers.mjs';
import { KEPT_CONTROL } from './ages.mjs';
import type { Entry } from './store';

/** How a body is written on the way, as `Content-Encoding` calls it. */
type Coding = 'identity' | 'gzip' | 'br';

/** A finished page as it goes out. `headers` are names and values in turns, as Node's `writeHead` takes them. */
export type KeptAnswer = Readonly<{ headers: readonly string[]; etag: string; body: Buffer }>;

/** Half of the best there is takes a tenth of its time and gives two kilobytes away. */
const BROTLI_QUALITY = 6;
const compress = {
  identity: async (text: Buffer) => text,
  gzip: promisify(gzip),
  br: (text: Buffer) =>
    promisify(brotliCompress)(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      },
    }),
} satisfies Record<Coding, (text: Buffer) => Promise<Buffer>>;

/** Next's own words about a page that it also gives out as data for its router. */
const VARY =
  'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch, Cookie, Accept-Encoding';
const SAME_FOR_ALL = [
  ...SECURITY_HEADERS.flatMap(({ key, value }) => [key, value]),
  ...['Cache-Control', KEPT_CONTROL],
  ...['Content-Type', 'text/html; charset=utf-8'],
  ...['Vary', VARY],
];

const answers = new WeakMap<Entry, Map<Coding, KeptAnswer | 'under way'>>();

/**
 * The answer that an entry's page makes in the coding which a visitor's `Accept-Encoding` asks for. Null while there is
 * none: for an entry that is no page, for wishes with weights, and while the page is compressed for the first time, which
 * happens once and off the main thread.
 */
export function keptAnswer(entry: Entry, acceptEncoding: string | undefined): KeptAnswer | null {
  const coding = codingFor(acceptEncoding);
  if (coding === null) return null;
  const made = answers.get(entry) ?? new Map<Coding, KeptAnswer | 'under way'>();
  answers.set(entry, made);
  const found = made.get(coding);
  if (found === undefined) {
    made.set(coding, 'under way');
    void make(entry, coding).then(
      (answer) => answer && made.set(coding, answer),
      (error) => log.warn('page-cache.not-compressed', { coding, error }), // Next goes on answering
    );
  }
  return found === undefined || found === 'under way' ? null : found;
}

async function make({ value }: Entry, coding: Coding): Promise<KeptAnswer | null> {
  const { etag, 'content-security-policy': policy } = value.headers ?? {};
  if (typeof value.html !== 'string' || typeof etag !== 'string' || typeof policy !== 'string') return null;
  const body = await compress[coding](Buffer.from(value.html));
  const encoding = coding === 'identity' ? [] : ['Content-Encoding', coding];
  const length = ['Content-Length', String(body.length)];
  const headers = [...SAME_FOR_ALL, 'Content-Security-Policy', policy, 'ETag', etag, ...encoding, ...length];
  return { headers, etag, body };
}

/** The best of what is accepted; null for a header with weights, which Next weighs. */
function codingFor(acceptEncoding = ''): Coding | null {
  if (acceptEncoding.includes(';') || acceptEncoding.includes('*')) return null;
  const accepted = acceptEncoding.split(',').map((name) => name.trim().toLowerCase());
  return (['br', 'gzip'] as const).find((coding) => accepted.includes(coding)) ?? 'identity';
}
