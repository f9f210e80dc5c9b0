import { redactText } from '../redact';

/** What a span may say; Next notes more, such as whole addresses with what stands behind the ?. */
const TOLD: ReadonlySet<string> = new Set([
  'http.method',
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'http.status_code',
  'next.route',
  'next.rsc',
  'next.span_type',
  'error.type',
  'exception.type',
  'sidedoor.act',
  'sidedoor.attempts',
  'sidedoor.entries',
  'sidedoor.event_type',
  'sidedoor.outcome',
  'sidedoor.request',
  'stripe.path',
  'stripe.request_id',
]);

/** The attributes that leave the process: only those whose name is known, with secrets in a text blacked out. */
export function toldOf<Value>(attributes: Readonly<Record<string, Value>>): Record<string, Value> {
  const told = Object.entries(attributes).filter(([name]) => TOLD.has(name));
  return Object.fromEntries(
    told.map(([name, value]) => [name, (typeof value === 'string' ? redactText(value) : value) as Value]),
  );
}

/** The name of a span without what stands behind a ?, and without secrets. */
export const toldName = (name: string): string => redactText(name.replace(/\?\S*/g, ''));

/** A path of Stripe's API with `{id}` for each id, so that calls of one kind have one name: /v1/customers/{id}. */
export function pathKind(path: string): string {
  const [route = ''] = path.split('?');
  // a word of the API is small letters only; an id has a capital or a digit somewhere
  return route
    .split('/')
    .map((part) => (/^([a-z_]*|v\d)$/.test(part) ? part : '{id}'))
    .join('/');
}
