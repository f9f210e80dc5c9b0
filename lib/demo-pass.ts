import 'server-only';

/** A seeded customer whom visitors of the demo may sign in as, and how they stand. */
export type DemoCustomer = Readonly<{ email: string; state: string }>;

/**
 * What scripts/launcher/demo-pass.mjs leaves in the process that the demo's launcher starts, else null. The production
 * output does not contain that file, so no variable alone, and no several of them, turn a deployed app into a demo.
 */
export function demoPass(): Readonly<{ customers: readonly DemoCustomer[] }> | null {
  const holder = globalThis as { [key: symbol]: unknown };
  const pass = holder[Symbol.for('sidedoor.demo-pass')];
  return pass ? (pass as { customers: DemoCustomer[] }) : null; // only that file writes under the key
}
