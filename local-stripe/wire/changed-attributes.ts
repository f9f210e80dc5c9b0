/**
 * What `previous_attributes` holds: the old values of what changed. Of a hash only its changed keys;
 * an array appears whole. Undefined when nothing changed.
 */
export function changedAttributes(before: object, after: object): Record<string, unknown> | undefined {
  const [old, fresh] = [before as Record<string, unknown>, after as Record<string, unknown>]; // both are JSON objects
  const changed: Record<string, unknown> = {};
  let count = 0;
  for (const key in old) {
    if (old[key] === fresh[key]) continue;
    const previous = previousOf(old[key], fresh[key]);
    if (previous === undefined) continue;
    changed[key] = previous;
    count += 1;
  }
  for (const key in fresh) {
    if (Object.hasOwn(old, key) || fresh[key] === undefined) continue;
    changed[key] = null;
    count += 1;
  }
  return count > 0 ? changed : undefined;
}

/** Undefined when both come to the same. */
function previousOf(was: unknown, is: unknown): unknown {
  if (isHash(was) && isHash(is)) return changedAttributes(was, is);
  return JSON.stringify(was) === JSON.stringify(is) ? undefined : (was ?? null);
}

const isHash = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
