// npm run doctor [-- --watch]
// Looks for what would break, or already does: settings, database, Stripe account, webhook. Ends with 1 for a fault.

import { setTimeout } from 'node:timers/promises';
import { examine } from '../doctor/examine';
import type { Finding } from '../doctor/finding';
import { counted } from './counted';

const HELP = `Usage: npm run doctor [-- --watch]

  --watch   looks again every five minutes, and tells what is new and what is mended

Reads the settings of the running demo, else .env and the shell. Changes nothing.`;

const EVERY_MS = 5 * 60 * 1000;

const now = () => Math.floor(Date.now() / 1000);

function tell({ level, what, why, mend }: Finding): void {
  console.log(`  ${level === 'fault' ? '✗' : '!'} ${what}\n      ${why}\n      ${mend}`);
}

/** One round; answers what was found. */
async function look(): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const [name, found] of examine(process.env, now)) {
    if (found.length === 0) console.log(`  ✓ ${name}`);
    for (const finding of found) tell(finding);
    all.push(...found);
  }
  return all;
}

/** Looks again and again; each round tells what changed since the one before. */
async function watch(): Promise<never> {
  let before = await look();
  for (;;) {
    await setTimeout(EVERY_MS);
    const after: Finding[] = [];
    for await (const [, found] of examine(process.env, now)) after.push(...found);
    const known = new Set(before.map(({ what }) => what));
    const still = new Set(after.map(({ what }) => what));
    const time = new Date().toISOString();
    for (const finding of after.filter(({ what }) => !known.has(what))) {
      console.log(`${time} new:`);
      tell(finding);
    }
    for (const { what } of before.filter(({ what }) => !still.has(what)))
      console.log(`${time} mended:\n  ✓ ${what}`);
    before = after;
  }
}

async function main(options: readonly string[]): Promise<number> {
  const unknown = options.find((option) => !['--watch', '--help'].includes(option));
  if (unknown !== undefined || options.includes('--help')) {
    console.log(unknown === undefined ? HELP : `There is no option ${unknown}.\n\n${HELP}`);
    return unknown === undefined ? 0 : 1;
  }
  if (options.includes('--watch')) return watch();
  const found = await look();
  const faults = found.filter(({ level }) => level === 'fault').length;
  console.log(
    found.length === 0
      ? 'Everything is in order.'
      : `${counted(faults, 'fault')}, ${counted(found.length - faults, 'warning')}. Nothing was changed.`,
  );
  return faults === 0 ? 0 : 1;
}

main(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
