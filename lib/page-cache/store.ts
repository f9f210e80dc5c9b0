import 'server-only';
import { processWide } from '../process-wide';

/** A finished page or picture as Next hands it to lib/page-cache/handler.mjs, as far as others read it. */
export type Entry = Readonly<{
  tags: readonly string[];
  /** Milliseconds of the epoch. */
  lastModified: number;
  value: Readonly<{ kind: string; html?: unknown; headers?: Readonly<Record<string, unknown>> }>;
}>;

type Store = { entries: Map<string, Entry>; generation: number };

/** The store of lib/page-cache/handler.mjs, which is no module of ours while Next runs it. */
export const pageStore = () =>
  processWide<Store>('page-cache', () => ({ entries: new Map(), generation: 0 }));
