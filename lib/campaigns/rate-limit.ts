/**
 * Lets through `perSecond` in the long run and `burst` at once; `true` when one more may go. Asked for with real time,
 * because a frozen clock would never let anything through again.
 */
export function rateLimit(perSecond: number, burst: number, nowMs: () => number = Date.now): () => boolean {
  let [left, at] = [burst, nowMs()];
  return () => {
    const now = nowMs();
    left = Math.min(burst, left + ((now - at) / 1000) * perSecond);
    at = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
