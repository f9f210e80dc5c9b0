/** The fields of an object that are not as in another; null for the other itself. */
export type Difference = object | null;

/**
 * What makes `object` of another with the same fields in the same order: so that its text stays the same. Undefined when
 * that cannot be told in fields.
 */
export function differenceOf(object: object, other: object): Difference | undefined {
  if (object === other) return null;
  const [names, others] = [Object.keys(object), Object.keys(other)];
  if (names.length !== others.length) return undefined;
  // Lists are compared several times faster than fields by their names.
  const [values, othersValues] = [Object.values(object), Object.values(other)];
  const difference: Record<string, unknown> = {};
  for (let i = 0; i < names.length; i++) {
    const [name, value, otherValue] = [names[i] ?? '', values[i], othersValues[i]];
    if (name !== others[i]) return undefined;
    if (value === otherValue) continue;
    // JSON does not keep such a field.
    if (value === undefined || otherValue === undefined) return undefined;
    difference[name] = value;
  }
  return difference;
}

/** The object that differs so from another. */
export const withDifference = (difference: Difference, other: object): object =>
  difference === null ? other : { ...other, ...difference };
