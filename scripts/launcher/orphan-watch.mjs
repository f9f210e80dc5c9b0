// Notices that whoever started this launcher is gone: npm and Playwright, when they are killed, pass no signal on.

import { readFileSync } from 'node:fs';

const EVERY_MILLISECONDS = 300;

/** The parent of another process, as far as the system tells it without help: on Linux. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

/** npm and Playwright start a command as `sh -c "node …"`, and that shell outlives them. */
function isCommandShell(pid) {
  try {
    return /^(\/bin\/)?(da|ba)?sh\0-c\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * Calls `gone` once when the starter has ended. A launcher started by hand may outlive its shell, as any program.
 * @param {() => void} gone
 * @param {boolean} startedByProgram
 * @returns {() => void} stops watching
 */
export function watchForOrphaning(gone, startedByProgram) {
  if (!startedByProgram) return () => {};
  const parent = process.ppid;
  const starter = isCommandShell(parent) ? parentOf(parent) : null;
  const timer = setInterval(() => {
    if (process.ppid !== parent || (starter !== null && parentOf(parent) !== starter)) {
      clearInterval(timer);
      gone();
    }
  }, EVERY_MILLISECONDS);
  return () => clearInterval(timer);
}
