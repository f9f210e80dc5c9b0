import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { commandLineOf } from '../../../scripts/launcher/run.mjs';

const LIFETIME = new URL('../../../scripts/launcher/lifetime.mjs', import.meta.url).href;
const RUN = new URL('../../../scripts/launcher/run.mjs', import.meta.url).href;

/** A launcher that prints until it is asked to end, and says on its standard error when all is closed. */
const PRINTS = `
  const { live } = await import(${JSON.stringify(LIFETIME)});
  await live(async ({ onEnd, untilAsked }) => {
    onEnd(() => console.error('closed'));
    const printing = setInterval(() => console.log('a line'), 5);
    await untilAsked;
    clearInterval(printing);
  });`;

test('a launcher whose reader is gone closes what it started', async () => {
  const launcher = spawn(process.execPath, ['--input-type=module', '--eval', PRINTS]);
  const told = launcher.stderr.setEncoding('utf8').toArray();
  await once(launcher.stdout, 'data');
  launcher.stdout.destroy();
  await once(launcher, 'close');
  expect((await told).join('')).toBe('closed\n');
  expect(launcher.exitCode).toBe(0);
});

test('what a process started does not outlive it, even when it ends without closing anything', async () => {
  const starts = `
    const { start } = await import(${JSON.stringify(RUN)});
    const { child } = start(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { detached: true });
    console.log(child.pid);
    process.exit();`;
  const launcher = spawn(process.execPath, ['--input-type=module', '--eval', starts]);
  const [pid] = await launcher.stdout.setEncoding('utf8').toArray();
  await expect.poll(() => commandLineOf(Number(pid))).toBe('');
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a run of the tests that %s stops has not passed',
  async (signal) => {
    const run = spawn(process.execPath, ['scripts/test.mjs', '--fast'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await once(run.stdout, 'data');
    run.kill(signal);
    await once(run, 'close');
    expect(run.exitCode).toBe(1);
  },
);
