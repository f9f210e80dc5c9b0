import { html } from 'hono/html';
import type { Html } from './layout';

/** One line of a form. `error` is said below the field; the first field with one takes the focus. */
export type Field = Readonly<{
  name: string;
  label: string | Html;
  value?: string;
  hint?: string | null;
  error?: string | null;
  /** Takes the focus when the page opens: the first field that wants mending. */
  focus?: boolean;
  required?: boolean;
  autocomplete: string;
  type?: 'text' | 'email' | 'tel';
  inputmode?: 'numeric' | 'text' | 'email' | 'tel';
  maxlength?: number;
}>;

/** A labelled text field, its hint and its error, tied together for screen readers. */
export function textField(field: Field): Html {
  const { name, label, value = '', type = 'text', inputmode = 'text', maxlength = 256 } = field;
  return html`<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" inputmode="${inputmode}" maxlength="${maxlength}" autocomplete="${field.autocomplete}" value="${value}"${states(field)}>
${below(field)}</div>`;
}

/** A labelled choice of one; `options` are values with their names. */
export function selectField(
  field: Field & Readonly<{ options: readonly Readonly<{ value: string; name: string }>[] }>,
): Html {
  const { name, label, value = '', options } = field;
  return html`<div class="field"><label for="${name}">${label}</label>
<select id="${name}" name="${name}" autocomplete="${field.autocomplete}"${states(field)}>${options.map(
    // Long lists: the end tags and quotes that HTML does not need are left out.
    (option) =>
      html`<option value=${option.value === '' ? html`""` : option.value}${option.value === value ? html` selected` : ''}>${option.name}`,
  )}</select>
${below(field)}</div>`;
}

/** A choice of yes or no. */
export function checkField(name: string, label: string, checked: boolean): Html {
  return html`<label class="check"><input type="checkbox" name="${name}" value="yes"${checked ? html` checked` : ''}><span>${label}</span></label>`;
}

function states({ name, hint, error, focus, required }: Field): Html {
  const described = [...(error ? [`${name}-error`] : []), ...(hint ? [`${name}-hint`] : [])].join(' ');
  return html`${required ? html` required` : ''}${error ? html` aria-invalid="true"` : ''}${
    described ? html` aria-describedby="${described}"` : ''
  }${focus ? html` autofocus` : ''}`;
}

function below({ name, hint, error }: Field): Html {
  return html`${error ? html`<p class="wrong" id="${name}-error">${error}</p>` : ''}${
    hint ? html`<p class="small soft" id="${name}-hint">${hint}</p>` : ''
  }`;
}
