/** Where all clocks stand in the tests: 16 November 2026, 00:00 UTC, in Unix seconds. */
export const FROZEN_NOW = 1_794_787_200;
