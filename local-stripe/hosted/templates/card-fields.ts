import { html } from 'hono/html';
import type { Translate } from '../../messages/translator';
import type { CardErrors, CardField, KeptEntry } from '../card-entry';
import { type Field, selectField, textField } from './fields';
import type { Html } from './layout';

/** What the fields for a card print. Errors are sentences. */
export type CardFieldsView = Readonly<{
  countries: readonly Readonly<{ value: string; name: string }>[];
  kept: KeptEntry;
  errors: { readonly [field in keyof CardErrors]?: string };
}>;

const ORDER: readonly CardField[] = ['number', 'expiry', 'cvc', 'name', 'country', 'postalCode'];

/**
 * The fields `number`, `expiry`, `cvc`, `name`, `country` and `postalCode`.
 * @param takesFocus whether the first field with an error takes the focus.
 */
export function cardFields(
  t: Translate,
  { kept, errors, countries }: CardFieldsView,
  takesFocus: boolean,
): Html {
  const first = takesFocus ? ORDER.find((field) => errors[field] !== undefined) : undefined;
  const field = (name: CardField, rest: Pick<Field, 'autocomplete'> & Partial<Field>): Field => ({
    name,
    label: t(`card.${name}`),
    required: true,
    error: errors[name] ?? null,
    focus: name === first,
    ...rest,
  });
  return html`${textField(field('number', { autocomplete: 'cc-number', inputmode: 'numeric', maxlength: 30 }))}
<div class="pair">${textField(
    field('expiry', {
      autocomplete: 'cc-exp',
      inputmode: 'numeric',
      maxlength: 10,
      value: kept.expiry,
      hint: t('card.expiry.hint'),
    }),
  )}
${textField(
  field('cvc', { autocomplete: 'cc-csc', inputmode: 'numeric', maxlength: 5, hint: t('card.cvc.hint') }),
)}</div>
${textField(field('name', { autocomplete: 'cc-name', value: kept.name }))}
<div class="pair">${selectField({
    ...field('country', { autocomplete: 'country', value: kept.country }),
    options: countries,
  })}
${textField(
  field('postalCode', {
    autocomplete: 'postal-code',
    maxlength: 20,
    value: kept.postalCode,
    required: false,
  }),
)}</div>`;
}
