import { defineConfig, devices } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './scripts/launcher/browser.mjs';
import { FROZEN_NOW } from './tests/rig/frozen-now';

const executablePath = await findBrowser();
if (!executablePath)
  throw new Error('No Chromium was found. Run "npm test", which installs one, or set CHROMIUM_PATH.');

const WHOLE_LOG = /whole-log\.spec\.ts$/;

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // A busy machine is slow, not wrong.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 2,
  reporter: 'list',
  use: {
    launchOptions: { executablePath, args: BROWSER_ARGS },
    trace: 'off',
    locale: 'en-US',
    timezoneId: 'UTC',
  },
  projects: [
    { name: 'desktop', testIgnore: WHOLE_LOG, use: { viewport: { width: 1280, height: 800 } } },
    { name: 'phone', testIgnore: WHOLE_LOG, grep: /@phone/, use: { ...devices['Pixel 7'] } },
    // last, and after all others: it reads what they made the app write
    { name: 'log', testMatch: WHOLE_LOG, dependencies: ['desktop', 'phone'] },
  ],
  webServer: {
    name: 'Sidedoor',
    command: `node scripts/demo.mjs --ephemeral --now ${FROZEN_NOW} --port 0 --stripe-port 0`,
    // The group's name becomes the environment variable that tests/rig/services.ts reads.
    wait: { stdout: /Services are described in (?<sidedoor_services>\S+)/ },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    timeout: 600_000, // with the build, on a machine that has other work
  },
});
