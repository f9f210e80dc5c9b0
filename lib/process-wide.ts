/**
 * One value per process. Next may load a module once for pages and once for route handlers, and again on every edit in
 * development; a connection pool or a cache must not multiply with it.
 */
export function processWide<T>(name: string, make: () => T): T {
  const key = Symbol.for(`sidedoor.${name}`);
  const holder = globalThis as { [key: symbol]: unknown };
  holder[key] ??= make();
  return holder[key] as T; // only this function writes under the key, with a T
}
