const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 3600;
const ATTEMPTS = 12;

/**
 * Seconds to wait after this many failed attempts: ten, then twice as long each time, an hour at most. Null when it is
 * time to give up, about five hours after the first attempt: a person has to look.
 */
export function pauseAfter(attempts: number): number | null {
  if (attempts >= ATTEMPTS) return null;
  return Math.min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE);
}
