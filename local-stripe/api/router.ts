import type { Endpoint, Method, PathIds } from '../endpoint';

/** An operation, and the names of the ids in its path. */
type Route = Readonly<{ endpoint: Endpoint; names: readonly string[] }>;

export type Match = Readonly<{ endpoint: Endpoint; ids: PathIds }>;

/** One segment of the paths: what may follow it by its word, or any id. */
type Segment = { words: Map<string, Segment>; id: Segment | null; routes: Map<Method, Route> };

const segment = (): Segment => ({ words: new Map(), id: null, routes: new Map() });

/** Finds the operation of a method and a path. A word of the path goes before an id in the same place. */
export class Router {
  readonly #root = segment();

  constructor(endpoints: readonly Endpoint[]) {
    for (const each of endpoints) this.#add(each);
  }

  #add(endpoint: Endpoint): void {
    const names: string[] = [];
    let at = this.#root;
    for (const part of endpoint.path.slice(1).split('/')) {
      if (part.startsWith(':')) {
        names.push(part.slice(1));
        at.id ??= segment();
        at = at.id;
      } else {
        const next = at.words.get(part) ?? segment();
        at.words.set(part, next);
        at = next;
      }
    }
    at.routes.set(endpoint.method, { endpoint, names });
  }

  /** Undefined when no operation has this path and method. */
  match(method: string, path: string): Match | undefined {
    const given: string[] = [];
    const route = find(this.#root, path, 1, method as Method, given); // any other method finds nothing
    if (!route) return undefined;
    const ids: PathIds = {};
    route.names.forEach((name, i) => {
      ids[name] = given[i] ?? '';
    });
    return { endpoint: route.endpoint, ids };
  }
}

/** @param from where the next part of the path begins; beyond its end when there is none. */
function find(at: Segment, path: string, from: number, method: Method, given: string[]): Route | undefined {
  if (from > path.length) return at.routes.get(method);
  const slash = path.indexOf('/', from);
  const end = slash < 0 ? path.length : slash;
  const part = path.slice(from, end);
  const word = at.words.get(part);
  const found = word && find(word, path, end + 1, method, given);
  if (found || !at.id || part === '') return found;
  given.push(decoded(part));
  const route = find(at.id, path, end + 1, method, given);
  if (!route) given.pop();
  return route;
}

/** An id as it was meant; one that is not encoded properly leads nowhere, so it may stay as it is. */
function decoded(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
