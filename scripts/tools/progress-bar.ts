const WIDTH = 24;

/** Redraws the bar on a terminal's error stream; elsewhere it is silent. More may be done than was counted. */
export function showProgress(done: number, all: number, what: string): void {
  if (!process.stderr.isTTY) return;
  const filled = Math.min(WIDTH, Math.round((WIDTH * done) / Math.max(all, 1)));
  process.stderr.write(`\r  ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}  ${done} of ${all} ${what} `);
}

/** Leaves the bar's line to what is printed next. */
export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\n');
}
