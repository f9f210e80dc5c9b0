/** A page's query as Next hands it over: a parameter given twice is an array. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** The first value of a query parameter, trimmed; undefined when absent or empty. */
export function firstValue(search: SearchParams, name: string): string | undefined {
  const value = search[name];
  const first = (Array.isArray(value) ? value[0] : value)?.trim();
  return first === '' ? undefined : first;
}

/** The parameter's value when it is one of the allowed ones, else undefined. */
export function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((candidate) => candidate === value);
}
