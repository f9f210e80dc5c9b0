import { invalid } from './errors';

type Metadata = Record<string, string>;

/**
 * Merges given metadata into what is there: `''` removes a key, `null` removes all.
 * Stripe's limits: 50 keys, 40 characters a key without square brackets, 500 characters a value.
 */
export function mergeMetadata(before: Metadata, given: Metadata | null | undefined): Metadata {
  if (given === undefined) return before;
  if (given === null) return {};
  // A map, because a key may be called __proto__.
  const merged = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(given)) {
    const param = `metadata[${key}]`;
    if (key.length > 40)
      throw invalid(
        `Metadata keys must be under 40 characters, but was ${key.length} characters long. The key was '${key}'.`,
        { param },
      );
    if (value.length > 500)
      throw invalid(
        `Metadata values can have up to 500 characters, but you passed in a value that is ${value.length} characters. Invalid value: ${value.slice(0, 40)}…`,
        { param },
      );
    if (value === '') merged.delete(key);
    else merged.set(key, value);
  }
  if (merged.size > 50)
    throw invalid(
      `Metadata can have up to 50 keys, but you passed in metadata that would have ${merged.size} keys.`,
      { param: 'metadata' },
    );
  return Object.fromEntries(merged);
}
