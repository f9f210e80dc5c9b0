import { expect, test } from 'vitest';
import { pauseAfter } from '@/lib/inbox/backoff';

test.each([
  [1, 10],
  [2, 20],
  [3, 40],
  [9, 2560],
  [10, 3600],
  [11, 3600],
  [12, null],
])('after %i failed attempts an event waits %s seconds', (attempts, seconds) => {
  expect(pauseAfter(attempts)).toBe(seconds);
});
