import type { IncomingHttpHeaders } from 'node:http';

/** A request that was read whole. */
export type ApiRequest = Readonly<{
  method: string;
  /** Without the query. */
  path: string;
  /** Without the question mark. */
  query: string;
  headers: IncomingHttpHeaders;
  body: string;
}>;

export type ApiAnswer = Readonly<{ status: number; headers: Record<string, string>; body: string }>;
