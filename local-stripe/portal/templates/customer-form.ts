import { html } from 'hono/html';
import { TAX_ID_TYPES } from '../../billing/tax-id-types';
import { addressFields, group } from '../../hosted/templates/address-fields';
import { checkField, type Field, selectField, textField } from '../../hosted/templates/fields';
import { type Html, tillPage } from '../../hosted/templates/layout';
import type { Frame } from '../../hosted/templates/view';
import { type Translate, translator } from '../../messages/translator';
import { type BillingEntry, type BillingPart, fieldsOf } from '../billing-entry';
import { taxTypeName } from './billing-facts';

type Option = Readonly<{ value: string; name: string }>;

/** Everything that the billing information's form prints. Errors are sentences, by field. */
export type CustomerFormView = Readonly<{
  frame: Frame;
  action: string;
  token: string;
  /** Value of the hidden field `shown`: names what the form held when it was opened. */
  shown: string;
  parts: readonly BillingPart[];
  entry: BillingEntry;
  errors: { readonly [field: string]: string };
  countries: readonly Option[];
  taxIds: readonly Readonly<{ id: string; type: string; value: string; dropped: boolean }>[];
}>;

/** The form for exactly the parts that the configuration allows. The first field with an error takes the focus. */
export function customerFormPage(view: CustomerFormView): Html {
  const { frame, parts, errors } = view;
  const t = translator(frame.locale);
  const title = t('billing.title');
  const field = fieldMaker(t, view);
  const has = (part: BillingPart) => parts.includes(part);
  return tillPage(frame, {
    title: Object.keys(errors).length > 0 ? t('form.title.problem', { title }) : title,
    about: html`<h1>${title}</h1>
<p>${t('billing.lead', { business: frame.business })}</p>`,
    slip: html`<form method="post" action="${view.action}" novalidate>
<input type="hidden" name="token" value="${view.token}"><input type="hidden" name="shown" value="${view.shown}">
<div class="fields">${has('name') ? textField(field('name', { autocomplete: 'name' })) : ''}
${has('email') ? textField(field('email', { autocomplete: 'email', type: 'email', inputmode: 'email', maxlength: 512, required: true })) : ''}
${has('phone') ? textField(field('phone', { autocomplete: 'tel', type: 'tel', inputmode: 'tel', maxlength: 20 })) : ''}
${has('address') ? group(t('billing.address'), place(t, view, field, '')) : ''}
${has('shipping') ? group(t('billing.shipping'), recipient(t, view, field)) : ''}
${has('tax_id') ? group(t('billing.tax'), taxes(t, view, field)) : ''}</div>
<div class="send"><button class="primary" type="submit">${t('billing.save')}</button></div></form>`,
  });
}

type FieldMaker = (name: string, rest: Pick<Field, 'autocomplete'> & Partial<Field>) => Field;

function fieldMaker(t: Translate, { entry, errors, parts }: CustomerFormView): FieldMaker {
  const first = fieldsOf(parts).find((name) => errors[name] !== undefined);
  const bare = (name: string) => name.replace(/^shipping_/, '') as 'name';
  return (name, rest) => ({
    name,
    label: t(`billing.${bare(name)}`),
    value: entry[name] ?? '',
    error: errors[name] ?? null,
    focus: name === first,
    ...rest,
  });
}

function place(
  t: Translate,
  { countries }: CustomerFormView,
  field: FieldMaker,
  prefix: '' | 'shipping_',
): Html {
  const section = prefix === '' ? 'billing' : 'shipping';
  return addressFields(t, countries, (name, autocomplete) =>
    field(`${prefix}${name}`, { autocomplete: `${section} ${autocomplete}` }),
  );
}

function recipient(t: Translate, view: CustomerFormView, field: FieldMaker): Html {
  return html`${textField(field('shipping_name', { autocomplete: 'shipping name' }))}
${place(t, view, field, 'shipping_')}
${textField(field('shipping_phone', { autocomplete: 'shipping tel', type: 'tel', inputmode: 'tel', maxlength: 20 }))}`;
}

function taxes(t: Translate, { taxIds }: CustomerFormView, field: FieldMaker): Html {
  return html`${taxIds.map(({ id, type, value, dropped }) =>
    checkField(`drop_${id}`, t('billing.tax.drop', { taxId: `${taxTypeName(type)} ${value}` }), dropped),
  )}
${selectField({
  ...field('tax_type', { autocomplete: 'off' }),
  options: [
    { value: '', name: t('billing.tax.none') },
    ...TAX_ID_TYPES.map((value) => ({ value, name: taxTypeName(value) })),
  ],
})}
${textField(field('tax_value', { autocomplete: 'off', maxlength: 100 }))}`;
}
