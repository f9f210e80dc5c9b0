import { html } from 'hono/html';
import { type Translate, translator } from '../../messages/translator';
import type { CardErrors, CardField, KeptEntry } from '../card-entry';
import { checkField, type Field, selectField, textField } from './fields';
import { type Html, tillPage } from './layout';
import { cardRow } from './payment-rows';
import type { Frame, PaymentMethodView } from './view';

/** What the fields for a card print. Errors are sentences. */
export type CardFieldsView = Readonly<{
  countries: readonly Readonly<{ value: string; name: string }>[];
  kept: KeptEntry;
  errors: { readonly [field in keyof CardErrors]?: string };
}>;

/** Everything that the card form prints. The problem is a sentence. */
export type CardFormView = CardFieldsView &
  Readonly<{
    frame: Frame;
    action: string;
    token: string;
    /** Whether the form was opened from the portal's home. */
    isHome: boolean;
    current: PaymentMethodView | null;
    problem: string | null;
    makeDefault: boolean;
  }>;

const ORDER: readonly CardField[] = ['number', 'expiry', 'cvc', 'name', 'country', 'postalCode'];

/**
 * The form for a card. It posts `number`, `expiry`, `cvc`, `name`, `country`, `postalCode`, on the home also `default`,
 * with `token`, to `action`. A refusal comes first and takes the focus; else the first field with an error does.
 */
export function cardFormPage(view: CardFormView): Html {
  const { frame, isHome, problem, errors } = view;
  const t = translator(frame.locale);
  const title = t(isHome ? 'card.title.add' : 'card.title');
  const isWrong = problem !== null || Object.keys(errors).length > 0;
  return tillPage(frame, {
    title: isWrong ? t('form.title.problem', { title }) : title,
    ...(problem !== null && { alert: refusal(t, problem) }),
    about: html`<h1>${title}</h1>
<div class="due"><p>${t(isHome ? 'card.lead.add' : 'card.lead')}</p></div>
${view.current ? html`<dl class="rows aside">${cardRow({ locale: frame.locale, t }, view.current, t('card.current'))}</dl>` : ''}`,
    slip: html`<form method="post" action="${view.action}" novalidate>
<input type="hidden" name="token" value="${view.token}">
<div class="fields">${cardFields(t, view, problem === null)}
${isHome ? checkField('default', t('card.default'), view.makeDefault) : ''}
<p class="small soft">${t('card.test')}</p></div>
<div class="send"><button class="primary" type="submit">${t('card.save')}</button>
<p class="small soft">${t('card.terms', { business: frame.business })}</p></div></form>`,
  });
}

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

function refusal(t: Translate, problem: string): Html {
  return html`<div class="alert" role="alert" tabindex="-1" autofocus id="problem">
<p><strong>${t('card.problem.title')}</strong></p>
<p>${problem} ${t('card.problem.unchanged')}</p>
<p>${t('card.problem.next')}</p>
</div>`;
}
