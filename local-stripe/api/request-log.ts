import { type FormHash, parseForm } from '../wire/form';

/** One request as it is kept for the dashboard. */
export type LoggedRequest = Readonly<{
  id: string;
  /** Unix seconds of real time. */
  at: number;
  method: string;
  path: string;
  /** Form text as it came; `shownParams` makes it fit to be seen. */
  params: string;
  status: number;
  /** The error of a refused request, as Stripe words it. */
  error: Readonly<{ type: string; message: string; code: string | null; param: string | null }> | null;
  replayed: boolean;
}>;

const KEPT = 100;
const MAX_PARAMS = 20_000;
const SECRET = /\[(number|cvc|token|client_secret)\]$|^(secret|client_secret|token)$/;

/** The last requests of one account, in memory only. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): void {
    this.#entries.push(
      entry.params.length > MAX_PARAMS ? { ...entry, params: entry.params.slice(0, MAX_PARAMS) } : entry,
    );
    if (this.#entries.length >= 2 * KEPT) this.#entries = this.#entries.slice(-KEPT);
  }

  newestFirst(): readonly LoggedRequest[] {
    return this.#entries.slice(-KEPT).reverse();
  }

  clear(): void {
    this.#entries = [];
  }
}

/** The parameters by their bracketed names, card numbers and secrets masked. */
export function shownParams(params: string): Array<readonly [name: string, value: string]> {
  let form: FormHash;
  try {
    form = parseForm(params);
  } catch {
    return [['(not a form)', params.slice(0, 200)]];
  }
  return flat(form, '').map(([name, value]) => [name, SECRET.test(name) ? masked(value) : value]);
}

function flat(hash: FormHash, within: string): Array<readonly [string, string]> {
  return Object.entries(hash).flatMap(([key, value]) => {
    const name = within === '' ? key : `${within}[${key}]`;
    return typeof value === 'string' ? [[name, value] as const] : flat(value, name);
  });
}

const masked = (value: string): string => `••••${value.length > 8 ? value.slice(-4) : ''}`;
