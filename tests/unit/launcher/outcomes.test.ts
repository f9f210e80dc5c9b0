import { expect, test } from 'vitest';
import { playwrightOutcome, vitestOutcome } from '../../../scripts/launcher/outcomes.mjs';

const passed = { status: 'passed', fullName: 'a', failureMessages: [] };
const failed = {
  status: 'failed',
  fullName: 'money is whole',
  failureMessages: ['\u001b[31mexpected 1 to be 2\u001b[39m'],
};

test('vitest: passed, failed and skipped tests are counted, failures keep file, name and plain message', () => {
  const report = {
    testResults: [
      {
        name: `${process.cwd()}/tests/unit/money.test.ts`,
        status: 'failed',
        message: '',
        assertionResults: [passed, failed, { ...passed, status: 'pending' }],
      },
    ],
  };
  expect(vitestOutcome(report)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 1,
    failures: [{ where: 'tests/unit/money.test.ts', name: 'money is whole', message: 'expected 1 to be 2' }],
  });
});

test('vitest: a file that cannot be loaded counts as one failure', () => {
  const report = {
    testResults: [
      {
        name: `${process.cwd()}/tests/unit/x.test.ts`,
        status: 'failed',
        message: 'no such module',
        assertionResults: [],
      },
    ],
  };
  expect(vitestOutcome(report)).toMatchObject({
    passed: 0,
    failed: 1,
    failures: [{ message: 'no such module' }],
  });
});

test('playwright: tests of nested suites are counted once for each project', () => {
  const run = (projectName: string, status: string, message?: string) => ({
    projectName,
    status,
    results: [{ errors: message ? [{ message }] : [] }],
  });
  const spec = {
    title: 'a code strikes the price through',
    file: 'pricing.spec.ts',
    line: 7,
    tests: [run('desktop', 'expected'), run('phone', 'unexpected', 'not visible'), run('tablet', 'skipped')],
  };
  const report = { errors: [], suites: [{ specs: [], suites: [{ specs: [spec] }] }] };
  expect(playwrightOutcome(report, '')).toEqual({
    passed: 1,
    failed: 1,
    skipped: 1,
    failures: [
      {
        where: 'tests/e2e/pricing.spec.ts:7 (phone)',
        name: 'a code strikes the price through',
        message: 'not visible',
      },
    ],
  });
});

test('playwright: an error outside any test counts as one failure, told with what the services printed', () => {
  const report = { suites: [], errors: [{ message: 'the web server did not start' }] };
  expect(playwrightOutcome(report, 'Port 3000 is busy')).toMatchObject({
    passed: 0,
    failed: 1,
    failures: [{ message: 'the web server did not start\nPort 3000 is busy' }],
  });
});
