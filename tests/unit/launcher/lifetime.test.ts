import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const LIFETIME = new URL('../../../scripts/launcher/lifetime.mjs', import.meta.url).href;

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
