// Reads the JSON reports of Vitest and Playwright.

import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { PROJECT } from './project.mjs';

/** Without colours, and without the frames that are not ours. */
const plain = (text) =>
  stripVTControlCharacters(text ?? 'no message')
    .split('\n')
    .filter((line) => !/^\s+at .*(node_modules|node:internal|<anonymous>)/.test(line))
    .join('\n');

/** A file that cannot be loaded has no test to fail, and still has failed. */
export function vitestOutcome(report) {
  const outcome = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const fail = (where, name, message) => {
    outcome.failed += 1;
    outcome.failures.push({ where, name, message: plain(message) });
  };
  for (const file of report.testResults) {
    const where = relative(PROJECT, file.name);
    for (const test of file.assertionResults) {
      if (test.status === 'passed') outcome.passed += 1;
      else if (test.status === 'failed') fail(where, test.fullName.trim(), test.failureMessages.join('\n'));
      else outcome.skipped += 1;
    }
    const told = file.assertionResults.some(({ status }) => status === 'failed');
    if (file.status === 'failed' && !told) fail(where, 'the file itself', file.message);
  }
  return outcome;
}

/** The tests of a Playwright suite and of the suites inside it. */
function* testsOf(suite) {
  for (const spec of suite.specs ?? []) for (const test of spec.tests) yield { spec, test };
  for (const inner of suite.suites ?? []) yield* testsOf(inner);
}

/**
 * @param {object} report
 * @param {string} printed what the runner printed: there the services say why they did not start
 */
export function playwrightOutcome(report, printed) {
  const outcome = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const { spec, test } of report.suites.flatMap((suite) => [...testsOf(suite)])) {
    if (test.status === 'skipped') outcome.skipped += 1;
    else if (test.status === 'expected') outcome.passed += 1;
    else {
      outcome.failed += 1;
      const messages = test.results.flatMap((result) => result.errors.map((error) => plain(error.message)));
      const where = `tests/e2e/${spec.file}:${spec.line} (${test.projectName})`;
      outcome.failures.push({ where, name: spec.title, message: messages.join('\n') || test.status });
    }
  }
  for (const error of report.errors) {
    outcome.failed += 1;
    const message = `${plain(error.message)}\n${printed}`;
    outcome.failures.push({ where: 'playwright', name: 'outside any test', message });
  }
  return outcome;
}
