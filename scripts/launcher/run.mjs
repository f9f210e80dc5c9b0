// Runs other programs to their end.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { Failure } from './failure.mjs';
import { withLocalDirect } from './local-traffic.mjs';
import { PROJECT } from './project.mjs';

const LINES_SHOWN = 25;
const CHARACTERS_KEPT = 200_000;

/** Collects what a program prints, for the day it fails: all of it, or the end of very much. */
export function collectOutput(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk) => {
      text = (text + chunk).slice(-CHARACTERS_KEPT);
    });
  }
  return () => text.trim();
}

const linesOf = (text) => stripVTControlCharacters(text).split('\n');

/** The end of an output: where a program tells why it stopped. */
export const lastLines = (text) => linesOf(text).slice(-LINES_SHOWN).join('\n');

/** The beginning of an output: where a checker tells its first finding. */
export const firstLines = (text) => linesOf(text).slice(0, LINES_SHOWN).join('\n');

/** Child processes that have not ended, each with the promise of its end. */
const running = new Map();
let ending = false;
// An interrupted Vitest ends without closing anything, and a Postgres would stay.
process.once('exit', () => {
  for (const child of running.keys()) child.kill('SIGINT');
});

/**
 * Starts a program and keeps track of it.
 * @returns {{ child: import('node:child_process').ChildProcess,
 *   ended: Promise<{ code: number | null, signal: NodeJS.Signals | null, error: Error | null }> }}
 */
export function start(command, args, options) {
  if (ending) throw new Failure('Stopped.');
  const child = spawn(command, args, {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
    env: withLocalDirect(options?.env ?? process.env),
  });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: -1, signal: null, error }));
    child.once('close', (code, signal) => resolve({ code, signal, error: null }));
  });
  running.set(child, ended);
  ended.then(() => running.delete(child));
  return { child, ended };
}

/** Ends every program that is still running and lets no new one start. */
export async function endRunning() {
  ending = true;
  for (const child of running.keys()) child.kill('SIGINT'); // to Postgres this means: at once, and in order
  const insist = setTimeout(() => {
    for (const child of running.keys()) child.kill('SIGKILL');
  }, 3_000);
  await Promise.all(running.values());
  clearTimeout(insist);
}

/**
 * Runs a program to its end. One that cannot be started has code -1 and the reason as its output.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number | null, stdout: string, output: string }>} `output` is standard output and standard
 *   error as they came
 */
export async function run(command, args, options = {}) {
  const { child, ended } = start(command, args, options);
  const output = collectOutput(child);
  const chunks = [];
  child.stdout?.on('data', (chunk) => chunks.push(chunk));
  const { code, error } = await ended;
  return { code, stdout: chunks.join(''), output: error ? error.message : output() };
}

/**
 * Runs a program that has to succeed.
 * @returns {Promise<string>} what it printed on its standard output
 */
export async function runOrFail(what, command, args, options) {
  const { code, stdout, output } = await run(command, args, options);
  if (code !== 0) throw new Failure(`${what} failed (exit code ${code}):\n\n${lastLines(output)}`);
  return stdout;
}

/**
 * What a running process was started as; empty when there is none with this id.
 * @param {number} pid
 */
export async function commandLineOf(pid) {
  if (process.platform === 'linux') {
    return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  }
  return (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
}
