import { afterEach, expect, test, vi } from 'vitest';
import { Failure, tellFailure } from '../../../scripts/launcher/failure.mjs';

afterEach(() => {
  process.exitCode = undefined; // a failure that is told makes the process one that has failed
});

test.each([
  ['an expected stop', new Failure('Port 3000 is busy.'), /^\nPort 3000 is busy\.\n$/],
  [
    'a full disk, of Node',
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
    /^\nThe disk is full \(ENOSPC: no space left on device, write\)\. Make room, .*\n$/,
  ],
  [
    'a full disk, of Postgres',
    Object.assign(new Error('could not extend file "base/1/2"'), { code: '53100' }),
    /^\nThe disk is full \(could not extend file "base\/1\/2"\)\. Make room, .*\n$/,
  ],
  ['a bug', new TypeError('x is not a function'), /^\nTypeError: x is not a function\n {4}at /],
])('%s is told in words, with its stack only when it is a bug', (_what, error, words) => {
  const printed = vi.mocked(console.error).mockReturnValue(undefined);
  tellFailure(error);
  expect(printed.mock.calls.flat().join('')).toMatch(words);
  expect(process.exitCode).toBe(1);
  printed.mockClear();
});
