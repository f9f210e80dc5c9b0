export type VisitCount = Readonly<{ linkKey: string; day: string; visits: number }>;

export type VisitBuffer = Readonly<{
  /** Notes one visit and returns at once; the promise is kept when it was written, or is to be tried again later. */
  count(linkKey: string, day: string): Promise<void>;
  /** Writes what was noted so far, now. Never throws: what could not be written is noted again. */
  flush(): Promise<void>;
}>;

/**
 * Visits noted in memory and written together, at most `waitMs` later: a peak costs one statement, not a lock for each
 * visitor. A process that is killed loses what it noted in that time, one that is asked to end writes it first.
 * @param write writes all counts or none
 * @param onFailure is told why a write failed; the counts wait for the next one
 */
export function visitBuffer(
  write: (counts: readonly VisitCount[]) => Promise<void>,
  waitMs: number,
  onFailure: (error: unknown) => void,
): VisitBuffer {
  let noted = new Map<string, VisitCount>();
  let next: { done: Promise<void>; timer: NodeJS.Timeout; start: () => void } | null = null;

  const note = ({ linkKey, day, visits }: VisitCount) => {
    const key = `${day} ${linkKey}`;
    noted.set(key, { linkKey, day, visits: visits + (noted.get(key)?.visits ?? 0) });
  };
  const writeNoted = async () => {
    next = null;
    // one order for all processes, so that no two wait for each other's rows
    const counts = [...noted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
    noted = new Map();
    if (counts.length === 0) return;
    try {
      await write(counts);
    } catch (error) {
      for (const count of counts) note(count);
      onFailure(error);
    }
  };
  const plan = () => {
    if (next) return next;
    let start = () => {};
    const done = new Promise<void>((begin) => {
      start = begin;
    }).then(writeNoted);
    next = { done, start, timer: setTimeout(start, waitMs) };
    next.timer.unref();
    return next;
  };
  return {
    count(linkKey, day) {
      note({ linkKey, day, visits: 1 });
      return plan().done;
    },
    flush() {
      const { done, start, timer } = plan();
      clearTimeout(timer);
      start();
      return done;
    },
  };
}
