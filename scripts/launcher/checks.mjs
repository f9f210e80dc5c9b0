// The checks of npm test: each runs a tool and says how many facts held.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureAppBuilt, NEXT } from './app-build.mjs';
import { ensureBrowser } from './browser.mjs';
import { playwrightOutcome, vitestOutcome } from './outcomes.mjs';
import { BUILD_FOLDER, PROJECT } from './project.mjs';
import { firstLines, lastLines, run } from './run.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures: Failed[] }} Outcome
 * @typedef {{ where: string, name: string, message: string }} Failed
 * @typedef {{ label: string, run: () => Promise<Outcome> }} Check
 */

const tool = (...path) => join(PROJECT, 'node_modules', ...path);
const BIOME = tool('@biomejs', 'biome', 'bin', 'biome');
const TSC = tool('typescript', 'bin', 'tsc');
const VITEST = tool('vitest', 'vitest.mjs');
const PLAYWRIGHT = tool('@playwright', 'test', 'cli.js');

const PASSED = { passed: 1, failed: 0, skipped: 0, failures: [] };
const failed = (where, name, message) => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  failures: [{ where, name, message }],
});

/** A tool that is right when it ends with 0; several commands make one check. */
async function succeeds(label, ...commands) {
  for (const args of commands) {
    const { code, output } = await run(process.execPath, args);
    if (code !== 0) return failed(label, args.slice(1).join(' '), firstLines(output));
  }
  return PASSED;
}

/** A test runner that writes a JSON report; without a usable report it has failed. */
async function reports(label, args, env, file, outcomeOf) {
  const { code, output } = await run(process.execPath, args, { env: { ...process.env, ...env } });
  if (!existsSync(file)) return failed(label, `no report, exit code ${code}`, lastLines(output));
  const outcome = outcomeOf(JSON.parse(readFileSync(file, 'utf8')), lastLines(output));
  rmSync(file);
  if (outcome.failed > 0) return outcome;
  if (outcome.passed === 0) return failed(label, 'no test ran', lastLines(output));
  if (code === 0) return outcome;
  const crash = failed(
    label,
    `every test passed and the runner ended with exit code ${code}`,
    lastLines(output),
  );
  return { ...outcome, failed: 1, failures: crash.failures };
}

/** Two runs at once must not read each other's report. */
const reportFile = (label) => join(BUILD_FOLDER, `${label}.${process.pid}.json`);

function vitest(project) {
  const file = reportFile(project);
  const args = [VITEST, 'run', '--project', project, '--reporter=json', `--outputFile=${file}`];
  return reports(project, args, {}, file, vitestOutcome);
}

async function browserTests(extra) {
  const browser = await ensureBrowser();
  const file = reportFile('browser');
  const env = { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  return reports('browser', [PLAYWRIGHT, 'test', '--reporter=json', ...extra], env, file, playwrightOutcome);
}

async function appBuild() {
  try {
    await ensureAppBuilt();
    return PASSED;
  } catch (error) {
    return failed('build', 'next build', error.message);
  }
}

/** @type {Check[]} */
export const FAST_CHECKS = [
  {
    label: 'lint',
    run: () => succeeds('lint', [BIOME, 'check', '--error-on-warnings', '--max-diagnostics=5']),
  },
  // A fresh clone has no route types yet: next makes them.
  { label: 'types', run: () => succeeds('types', [NEXT, 'typegen'], [TSC, '--noEmit']) },
  { label: 'local types', run: () => succeeds('local types', [TSC, '--project', 'local-stripe']) },
  { label: 'unit', run: () => vitest('unit') },
  { label: 'contract', run: () => vitest('contract') },
  { label: 'property', run: () => vitest('property') },
  { label: 'database', run: () => vitest('database') },
];

/**
 * @param {string[]} extra arguments for Playwright, e.g. ['--project=desktop', '--repeat-each=5']
 * @returns {Check[]}
 */
export function browserChecks(extra) {
  return [
    { label: 'build', run: appBuild },
    { label: 'processes', run: () => vitest('processes') },
    { label: 'browser', run: () => browserTests(extra) },
  ];
}
