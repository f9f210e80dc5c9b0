import type { Account } from '../account';
import type { Event } from '../records';
import { changedAttributes } from '../wire/changed-attributes';
import { renderNamed } from '../wire/expand';
import { olderFields } from './older-fields';
import { olderOf } from './version';

type Json = Record<string, unknown>;

/**
 * What is shown, as an older version shows it: the fields that it had and this one has not stand beside those of this
 * one.
 * @param expand what of it is expanded, by paths that older fields may lie on.
 */
export function inOlderForm(
  account: Account,
  shown: object,
  version: string,
  expand: readonly string[] = [],
): object {
  return formOf(account, shown, version, expand) as object; // an object's form is one
}

/** An event as its own version, or the one that is given, shows what happened. */
export function eventInForm(account: Account, event: Event, api_version = event.api_version): Event {
  const version = olderOf(api_version);
  if (version === null) return api_version === event.api_version ? event : { ...event, api_version };
  const { object, previous_attributes: previous } = event.data;
  const after = inOlderForm(account, object, version);
  const before = previous && inOlderForm(account, merged(object, previous), version);
  const changed = before && changedAttributes(before, after);
  return {
    ...event,
    api_version,
    data: changed ? { object: after, previous_attributes: { ...changed, ...previous } } : { object: after },
  };
}

function formOf(account: Account, value: unknown, version: string, expand: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => formOf(account, each, version, expand));
  if (typeof value !== 'object' || value === null) return value;
  const shown = value as Json; // not an array
  if (shown.object === 'event') return value; // in its own version, whichever is asked for
  const form: Json = {};
  for (const [name, inner] of Object.entries(shown))
    form[name] = name === 'metadata' ? inner : formOf(account, inner, version, inside(expand, name));
  if (shown.deleted === true) return form;
  for (const [name, { of, in: collection, whole }] of olderFields(version, String(shown.object))) {
    const older = of(account, shown as never); // the table reads each object by its own kind
    const deeper = inside(expand, name);
    const isNamed =
      collection && typeof older === 'string' && (whole || expand.includes(name) || deeper.length > 0);
    const found = isNamed ? renderNamed(account, collection, older, deeper) : older;
    form[name] = formOf(account, found, version, deeper);
  }
  return form;
}

/** What of an expansion lies inside a field. */
const inside = (expand: readonly string[], field: string): string[] =>
  expand.flatMap((path) => (path.startsWith(`${field}.`) ? [path.slice(field.length + 1)] : []));

/** An object as it was before the change. */
function merged(now: object, previous: object): object {
  const before: Json = { ...now };
  for (const [name, value] of Object.entries(previous)) {
    const is = before[name];
    before[name] = isHash(value) && isHash(is) ? merged(is, value) : value;
  }
  return before;
}

const isHash = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
