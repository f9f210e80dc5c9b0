import { mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeOwnFolder } from '../../../scripts/launcher/postgres-account.mjs';

let shared = '';
beforeEach(() => {
  shared = mkdtempSync(join(tmpdir(), 'sidedoor-test-'));
});
afterEach(() => rmSync(shared, { recursive: true }));

test.skipIf(process.platform === 'win32')('a shell that closes new files to others closes no folder', () => {
  const folder = join(shared, 'place');
  const umask = process.umask(0o077);
  try {
    makeOwnFolder(folder, 0o755);
  } finally {
    process.umask(umask);
  }
  expect(statSync(folder).mode & 0o777).toBe(0o755);
});

test('a link in the place of the folder is refused', () => {
  const folder = join(shared, 'place');
  symlinkSync(shared, folder);
  expect(() => makeOwnFolder(folder, 0o755)).toThrow('is not yours');
});
