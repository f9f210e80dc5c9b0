import type { Account } from './account';
import type { Infer, Shape } from './wire/params';

export type Method = 'GET' | 'POST' | 'DELETE';

/** One operation of the API: what it takes, and what it does. */
export type Endpoint = Readonly<{
  method: Method;
  /** Such as `/v1/customers/:id`. */
  path: string;
  params: Shape;
  /** What only a request in a version before 2025-03-31 may give. */
  older?: Shape;
  /** The day of the version that took the operation away. */
  until?: string;
  handle(account: Account, params: never, path: PathIds): object;
}>;

/** The ids in the path, by the names in it. */
export type PathIds = { [name: string]: string };

/** Declares an operation. `expand` need not be listed: every operation takes it. */
export function endpoint<S extends Shape, O extends Shape = NoParams>(
  method: Method,
  path: string,
  params: S,
  handle: (account: Account, params: Infer<S> & Partial<Infer<O>>, path: PathIds) => object,
  older?: O,
): Endpoint {
  return { method, path, params, handle, ...(older && { older }) };
}

type NoParams = { readonly [name: string]: never };
