import { html } from 'hono/html';
import type { Translate } from '../../messages/translator';
import { type Field, selectField, textField } from './fields';
import type { Html } from './layout';

/** How browsers call the parts of an address. */
const AUTOCOMPLETE = {
  line1: 'address-line1',
  line2: 'address-line2',
  city: 'address-level2',
  state: 'address-level1',
  postal_code: 'postal-code',
  country: 'country',
} as const;

type Part = keyof typeof AUTOCOMPLETE;

/** The fields of an address; `field` makes each of them, with how browsers call it. */
export function addressFields(
  t: Translate,
  countries: readonly Readonly<{ value: string; name: string }>[],
  field: (name: Part, autocomplete: string) => Field,
): Html {
  const made = (name: Part): Field => field(name, AUTOCOMPLETE[name]);
  return html`${textField(made('line1'))}${textField(made('line2'))}
<div class="pair">${textField(made('postal_code'))}${textField(made('city'))}</div>
${textField(made('state'))}
${selectField({
  ...made('country'),
  options: [{ value: '', name: t('billing.country.none') }, ...countries],
})}`;
}

/** Fields that belong together, under their name. */
export const group = (legend: string, inside: Html): Html =>
  html`<fieldset class="group"><legend>${legend}</legend><div class="fields">${inside}</div></fieldset>`;
