// npm run chaos, started by scripts/chaos.mjs with its settings as JSON.

import { type ChaosOptions, runChaos } from './run';

const BAR = 28;
const EVERY_MS = 10_000;

let shown = { what: '', at: 0 };

/** A bar on a terminal; elsewhere a line now and then. */
function progress(what: string, done: number, all: number): void {
  if (process.stderr.isTTY) {
    const filled = all === 0 ? BAR : Math.round((BAR * done) / all);
    const end = done === all ? '\n' : '';
    process.stderr.write(
      `\r  ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}  ${done} of ${all} ${what}   ${end}`,
    );
    return;
  }
  if (what === shown.what && done !== all && Date.now() < shown.at + EVERY_MS) return;
  shown = { what, at: Date.now() };
  process.stderr.write(`  ${done} of ${all} ${what}\n`);
}

const options: ChaosOptions = JSON.parse(process.argv[2] ?? '{}');
const started = Date.now();
console.log(`Seed ${options.seed} (--seed ${options.seed} draws the same again)`);
const { counts, problems } = await runChaos(options, progress);
for (const [what, count] of Object.entries(counts)) console.log(`${String(count).padStart(9)}  ${what}`);
console.log(`${((Date.now() - started) / 1000).toFixed(0).padStart(9)}  seconds`);
for (const problem of problems.slice(0, 50)) console.log(`  ✗ ${problem}`);
console.log(
  problems.length === 0
    ? 'Every row equals Stripe; nothing lost, nothing doubled.'
    : `${problems.length} problems`,
);
process.exit(problems.length === 0 ? 0 : 1);
