/**
 * What `previous_attributes` holds: the old values of what changed. Of a hash only its changed keys;
 * an array appears whole. Undefined when nothing changed.
 */
export function changedAttributes(before: object, after: object): Record<string, unknown> | undefined {
  // Both nearly always have the same fields in the same order: compared as lists, that takes a fraction of the time.
  const [keys, freshKeys] = [Object.keys(before), Object.keys(after)];
  const [old, fresh] = [Object.values(before), Object.values(after)];
  const isAlike = (i: number): boolean => keys[i] === freshKeys[i];
  const changed: Record<string, unknown> = {};
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? '';
    const now = isAlike(i) ? fresh[i] : (after as Record<string, unknown>)[key]; // both are JSON objects
    if (old[i] === now) continue;
    const previous = previousOf(old[i], now);
    if (previous !== undefined) changed[key] = previous;
  }
  for (let i = 0; i < freshKeys.length; i++) {
    const key = freshKeys[i] ?? '';
    if (isAlike(i) || fresh[i] === undefined || Object.hasOwn(before, key)) continue;
    changed[key] = null;
  }
  return Object.keys(changed).length > 0 ? changed : undefined;
}

/** Undefined when both come to the same. */
function previousOf(was: unknown, is: unknown): unknown {
  if (isHash(was) && isHash(is)) return changedAttributes(was, is);
  // They are not the same: only lists can come to the same all the same.
  if (!Array.isArray(was) || !Array.isArray(is)) return was ?? null;
  return JSON.stringify(was) === JSON.stringify(is) ? undefined : (was ?? null);
}

const isHash = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
