import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

const [services] = [base.webServer].flat();

/** Takes the pictures of docs/images from the running product: the tests' services, browser and clock. */
export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: 'pictures.ts',
  outputDir: '../../test-results',
  projects: [{ name: 'pictures', use: { viewport: { width: 1280, height: 860 } } }],
  ...(services && {
    webServer: { ...services, cwd: fileURLToPath(new URL('../..', import.meta.url)) },
  }),
});
