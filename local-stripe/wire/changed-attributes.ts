/**
 * What `previous_attributes` holds: the old values of what changed. Of a hash only its changed keys;
 * an array appears whole.
 */
export function changedAttributes(before: object, after: object): Record<string, unknown> {
  const [old, fresh] = [before as Record<string, unknown>, after as Record<string, unknown>]; // both are JSON objects
  const changed: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
    const [was, is] = [old[key], fresh[key]];
    if (was === is) continue;
    if (isHash(was) && isHash(is)) {
      const inner = changedAttributes(was, is);
      if (Object.keys(inner).length > 0) changed[key] = inner;
    } else if (JSON.stringify(was) !== JSON.stringify(is)) changed[key] = was ?? null;
  }
  return changed;
}

const isHash = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
