import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from '../../../scripts/launcher/lock.mjs';

const LOCK = new URL('../../../scripts/launcher/lock.mjs', import.meta.url).href;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sidedoor-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that takes its turn, notes its beginning, and goes on until it is told to end. */
function aWorker(name: string) {
  const child = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { appendFileSync } from 'node:fs';
     import { once } from 'node:events';
     const { inTurn } = await import(${JSON.stringify(LOCK)});
     process.stdout.write('waits ');
     await inTurn(${JSON.stringify(`test-${process.pid}`)}, async () => {
       appendFileSync(${JSON.stringify(join(folder, 'done'))}, '${name} begins, ');
       process.stdout.write('begins ');
       await once(process.stdin, 'data');
       appendFileSync(${JSON.stringify(join(folder, 'done'))}, '${name} ends, ');
     });
     process.exit();`,
  ]);
  return {
    child,
    async says(word: string) {
      for await (const chunk of child.stdout.iterator({ destroyOnReturn: false }))
        if (String(chunk).includes(word)) return;
    },
  };
}

test('one launcher works, the next waits for its end', async () => {
  const first = aWorker('first');
  await first.says('begins');
  const second = aWorker('second');
  await second.says('waits');
  second.child.stdin.write('end');
  appendFileSync(join(folder, 'done'), 'second waits, ');
  first.child.stdin.write('end');
  await Promise.all([first, second].map(({ child }) => once(child, 'close')));
  expect(readFileSync(join(folder, 'done'), 'utf8')).toBe(
    'first begins, second waits, first ends, second begins, second ends, ',
  );
});

test('nobody waits for a launcher that was killed', async () => {
  const first = aWorker('first');
  await first.says('begins');
  first.child.kill('SIGKILL');
  await once(first.child, 'close');
  const second = aWorker('second');
  second.child.stdin.write('end');
  await once(second.child, 'close');
  expect(readFileSync(join(folder, 'done'), 'utf8')).toBe('first begins, second begins, second ends, ');
});

test.each([
  ['of another program that has the number now', JSON.stringify({ pid: process.ppid, command: 'demo.mjs' })],
  ['of a process that is gone', JSON.stringify({ pid: 4_194_999, command: 'demo.mjs' })],
  ['that was never finished', ''],
])('a lock %s counts for nothing', async (_, left) => {
  writeFileSync(join(folder, 'lock'), left);
  expect(await takeLock(join(folder, 'lock'))).toHaveProperty('unlock');
});
