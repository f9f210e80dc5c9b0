// The short lines a launcher prints while it works.

/** Text alone is what a file gets, and a terminal that understands nothing else. */
const onTerminal = process.stdout.isTTY && process.env.TERM !== 'dumb';
const colours = onTerminal && !process.env.NO_COLOR;
const paint = (code) => (text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint('1');
export const dim = paint('2');
export const green = paint('32');
export const red = paint('31');
export const cyan = paint('36');

const LABEL_WIDTH = 14;

/** Shows on a terminal what is being waited for; the line that follows replaces it. */
export function waitingFor(label) {
  if (onTerminal) process.stdout.write(`  ${dim('·')} ${label.padEnd(LABEL_WIDTH)}${dim('…')}`);
}

/** Prints a line in the place of what was being waited for. */
export function settle(line) {
  process.stdout.write(`${onTerminal ? '\r\u001b[2K' : ''}${line}\n`);
}

/**
 * Runs one step and prints one line for it when it is done.
 * @param {string} label
 * @param {() => Promise<string> | string} work gives the words for that line
 */
export async function step(label, work) {
  const started = Date.now();
  waitingFor(label);
  try {
    const words = await work();
    const seconds = (Date.now() - started) / 1000;
    const took = seconds >= 1 ? dim(`  ${seconds.toFixed(1)} s`) : '';
    settle(`  ${green('✓')} ${label.padEnd(LABEL_WIDTH)}${words}${took}`);
  } catch (error) {
    settle(`  ${red('✗')} ${label}`);
    throw error;
  }
}
