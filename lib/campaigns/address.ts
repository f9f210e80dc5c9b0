import type { SearchParams } from '../search';

type Address = Readonly<{ segment: string | null; search: SearchParams }>;

/**
 * A link's address as it was meant: mail programs append `&utm_source=` to one without a query, write `&amp;` for `&`, and
 * what is typed from paper has its `?` escaped. Of a name given twice the first value counts.
 */
export function asMeant({ segment, search }: Address): Address {
  const [code = null, ...more] = segment?.split(/[?&]/) ?? [];
  const all = [...Object.entries(search), ...new URLSearchParams(more.join('&'))];
  const named = all.map(([name, value]) => [name.replace(/^(amp;)+/, ''), value] as const);
  return { segment: code, search: Object.fromEntries(named.reverse()) };
}
