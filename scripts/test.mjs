// npm test: every check, from a fresh clone. npm run check (--fast): all but the build and the browser.
//   npm test -- -- --project=desktop --project=phone --repeat-each=5   what stands behind the second -- goes to Playwright,
//   which repeats no project that another waits for: without the two names nothing but the log is read five times

import './launcher/node-version.mjs';
import { mkdirSync } from 'node:fs';
import { ensureInstalled } from './launcher/install.mjs';
import { live } from './launcher/lifetime.mjs';
import { bold, dim, green, red, settle, step, waitingFor } from './launcher/progress.mjs';
import { BUILD_FOLDER } from './launcher/project.mjs';

const FAILURES_SHOWN = 8;
const LINES_SHOWN = 28;

const [own, forPlaywright] = splitArguments(process.argv.slice(2));
const fast = own.includes('--fast');

function splitArguments(args) {
  const divider = args.indexOf('--');
  return divider === -1 ? [args, []] : [args.slice(0, divider), args.slice(divider + 1)];
}

function printRow(label, { passed, failed, skipped }, seconds) {
  const mark = failed > 0 ? red('✗') : green('✓');
  const counts = [
    `${passed} passed`,
    ...(failed > 0 ? [red(`${failed} failed`)] : []),
    ...(skipped > 0 ? [dim(`${skipped} skipped`)] : []),
  ];
  settle(`  ${mark} ${label.padEnd(14)}${counts.join(', ')}${dim(`  ${seconds.toFixed(1)} s`)}`);
}

function printFailures(failures) {
  for (const { where, name, message } of failures.slice(0, FAILURES_SHOWN)) {
    const lines = message.trim().split('\n').slice(0, LINES_SHOWN);
    console.log(
      `\n${red('✗')} ${bold(name)}\n  ${dim(where)}\n${lines.map((line) => `    ${line.slice(0, 220)}`).join('\n')}`,
    );
  }
  const more = failures.length - FAILURES_SHOWN;
  if (more > 0)
    console.log(
      `\n… and ${more} more: ${failures
        .slice(FAILURES_SHOWN)
        .map(({ where }) => where)
        .join(', ')
        .slice(0, 600)}`,
    );
}

process.exitCode = 1; // a run that is stopped on its way has not passed
await live(async () => {
  const total = { passed: 0, failed: 0 };
  const failures = [];
  try {
    console.log();
    await step('packages', ensureInstalled);
    mkdirSync(BUILD_FOLDER, { recursive: true });
    const { FAST_CHECKS, browserChecks } = await import('./launcher/checks.mjs');
    for (const check of fast ? FAST_CHECKS : [...FAST_CHECKS, ...browserChecks(forPlaywright)]) {
      const started = Date.now();
      waitingFor(check.label);
      const outcome = await check.run().catch((error) => ({
        passed: 0,
        failed: 1,
        skipped: 0,
        failures: [{ where: check.label, name: 'could not run', message: error.message }],
      }));
      printRow(check.label, outcome, (Date.now() - started) / 1000);
      total.passed += outcome.passed;
      total.failed += outcome.failed;
      failures.push(...outcome.failures);
    }
  } catch (error) {
    total.failed += 1;
    failures.push({ where: 'npm test', name: 'could not run', message: error.message });
  }
  printFailures(failures);
  process.exitCode = total.failed > 0 ? 1 : 0;
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
});
