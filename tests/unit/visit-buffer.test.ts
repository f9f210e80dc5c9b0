import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rateLimit } from '@/lib/campaigns/rate-limit';
import { type VisitCount, visitBuffer } from '@/lib/campaigns/visit-buffer';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A buffer with what it wrote, statement by statement; `fail` makes the next write fail. */
function aBuffer() {
  const writes: (readonly VisitCount[])[] = [];
  const failures: unknown[] = [];
  const state = { fail: false };
  const buffer = visitBuffer(
    async (counts) => {
      if (state.fail) throw new Error('no database');
      writes.push(counts);
    },
    2_000,
    (error) => failures.push(error),
  );
  return { buffer, writes, failures, state };
}

test('visits of two seconds are one statement, in one order', async () => {
  const { buffer, writes } = aBuffer();
  const noted = ['b', 'a', 'b', 'b'].map((key) => buffer.count(key, '2026-11-16'));
  await vi.advanceTimersByTimeAsync(1_999);
  expect(writes).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  await Promise.all(noted);
  expect(writes).toEqual([
    [
      { linkKey: 'a', day: '2026-11-16', visits: 1 },
      { linkKey: 'b', day: '2026-11-16', visits: 3 },
    ],
  ]);
});

test('a visit of the next day is a row of its own, and nothing noted means nothing written', async () => {
  const { buffer, writes } = aBuffer();
  await buffer.flush();
  void buffer.count('a', '2026-11-16');
  void buffer.count('a', '2026-11-17');
  await buffer.flush();
  await buffer.flush();
  expect(writes).toEqual([
    [
      { linkKey: 'a', day: '2026-11-16', visits: 1 },
      { linkKey: 'a', day: '2026-11-17', visits: 1 },
    ],
  ]);
});

test('what could not be written is written with the next visits, each counted once', async () => {
  const { buffer, writes, failures, state } = aBuffer();
  state.fail = true;
  void buffer.count('a', '2026-11-16');
  await buffer.flush();
  expect(failures).toEqual([new Error('no database')]);
  state.fail = false;
  void buffer.count('a', '2026-11-16');
  await buffer.flush();
  expect(writes).toEqual([[{ linkKey: 'a', day: '2026-11-16', visits: 2 }]]);
});

test('a rate limit lets a burst through at once, then so many a second', () => {
  let nowMs = 0;
  const mayGo = rateLimit(2, 3, () => nowMs);
  expect([mayGo(), mayGo(), mayGo(), mayGo()]).toEqual([true, true, true, false]);
  nowMs = 500;
  expect([mayGo(), mayGo()]).toEqual([true, false]);
  nowMs = 60_000;
  expect([mayGo(), mayGo(), mayGo(), mayGo()]).toEqual([true, true, true, false]);
});
