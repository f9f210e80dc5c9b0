import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { NO_SETTINGS } from './scripts/launcher/no-settings.mjs';
import { LongestFirst } from './tests/rig/longest-first.mjs';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      // Inside Next this package is empty on the server; outside it throws.
      'server-only': path('./node_modules/server-only/empty.js'),
      '@': path('.'),
    },
  },
  test: {
    // Far from UTC, so that a rule which reads the machine's own time zone fails here.
    env: { ...NO_SETTINGS, NODE_ENV: 'test', TZ: 'Pacific/Auckland' },
    setupFiles: ['tests/rig/silent-console.ts'],
    maxWorkers: 2, // left to itself, Vitest uses one of two processors
    sequence: { sequencer: LongestFirst },
    // A busy machine is slow, not wrong.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.ts'],
          // These files share nothing but the SDK, and loading that anew for each took most of the time.
          isolate: false,
          globalSetup: ['tests/rig/contract-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'property',
          include: ['tests/property/**/*.test.ts'],
          globalSetup: ['tests/rig/contract-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['tests/database/**/*.test.ts'],
          globalSetup: ['tests/rig/contract-setup.ts', 'tests/rig/database-setup.ts'],
          setupFiles: ['tests/rig/app-environment.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: ['tests/processes/**/*.test.ts'],
          isolate: false, // as in the contract
          globalSetup: [
            'tests/rig/contract-setup.ts',
            'tests/rig/database-setup.ts',
            'tests/rig/processes-setup.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'nginx',
          include: ['tests/nginx/**/*.test.ts'],
          globalSetup: [
            'tests/rig/contract-setup.ts',
            'tests/rig/database-setup.ts',
            'tests/rig/processes-setup.ts',
          ],
        },
      },
    ],
  },
});
