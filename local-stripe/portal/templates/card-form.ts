import { html } from 'hono/html';
import { type CardFieldsView, cardFields } from '../../hosted/templates/card-fields';
import { checkField } from '../../hosted/templates/fields';
import { type Html, tillPage } from '../../hosted/templates/layout';
import { cardRow } from '../../hosted/templates/payment-rows';
import type { Frame, PaymentMethodView } from '../../hosted/templates/view';
import { type Translate, translator } from '../../messages/translator';

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

function refusal(t: Translate, problem: string): Html {
  return html`<div class="alert" role="alert" tabindex="-1" autofocus id="problem">
<p><strong>${t('card.problem.title')}</strong></p>
<p>${problem} ${t('card.problem.unchanged')}</p>
<p>${t('card.problem.next')}</p>
</div>`;
}
