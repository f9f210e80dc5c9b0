import { html } from 'hono/html';
import { type Html, tillPage } from '../../hosted/templates/layout';
import type { Frame } from '../../hosted/templates/view';
import { type Translate, translator } from '../../messages/translator';

export type Reason =
  | 'too_expensive'
  | 'missing_features'
  | 'switched_service'
  | 'unused'
  | 'customer_service'
  | 'too_complex'
  | 'low_quality'
  | 'other';

/** An answer: one of Stripe's reasons, or with a `description` one of the company's own. */
export type ReasonOption = Readonly<{ value: string; description: string | null }>;

/** Characters that a customer may say about it. */
export const LONGEST_COMMENT = 500;

/** Everything that the page about the reason prints. */
export type ReasonsView = Readonly<{
  frame: Frame;
  action: string;
  token: string;
  /** What was done: "Pro ends on 1 December 2026". */
  title: string;
  /** Unix seconds; null when it has ended. */
  endsAt: number | null;
  options: readonly ReasonOption[];
  problem: 'reasons.missing' | 'reasons.long' | null;
  comment: string;
}>;

/** Why the customer left: one of the configured reasons, and their own words for another. Both can be left out. */
export function reasonsPage(view: ReasonsView): Html {
  const { frame, problem } = view;
  const t = translator(frame.locale);
  const error = problem && t(problem, { max: LONGEST_COMMENT });
  const question = t('reasons.question');
  return tillPage(frame, {
    title: problem ? t('form.title.problem', { title: question }) : question,
    about: html`<h1>${view.title}</h1>
<p>${t('reasons.lead', { business: frame.business })}</p>`,
    slip: html`<form class="fields" method="post" action="${view.action}"><input type="hidden" name="token" value="${view.token}">
<fieldset class="options"${problem === 'reasons.missing' ? html` aria-describedby="reason-error"` : ''}><legend>${question}</legend>
${problem === 'reasons.missing' ? html`<p class="wrong" id="reason-error" role="alert">${error}</p>` : ''}
${view.options.map((option, i) => choice(labelOf(t, option), option.value, i === 0 && problem === 'reasons.missing', view))}</fieldset>
${view.options.some(({ value }) => value === 'other') ? comment(view, t('reasons.comment'), error) : ''}
<div class="choices"><button class="primary" type="submit">${t('reasons.send')}</button>
<button class="secondary" type="submit" name="choice" value="skip" formnovalidate>${t('reasons.skip')}</button></div></form>`,
  });
}

/** Stripe's reasons are said in the page's language, the company's own as it wrote them. */
const labelOf = (t: Translate, { value, description }: ReasonOption): string =>
  description ?? t(`reason.${value as Reason}`); // every answer without a description is one of Stripe's

function choice(label: string, value: string, focused: boolean, { problem }: ReasonsView): Html {
  const checked = problem === 'reasons.long' && value === 'other';
  return html`<label class="option"><input type="radio" name="feedback" value="${value}"${focused ? ' autofocus' : ''}${checked ? ' checked' : ''}${value === 'other' ? ' data-opens' : ''}><span>${label}</span></label>`;
}

function comment({ problem, comment: typed }: ReasonsView, label: string, error: string | null): Html {
  const wrong = problem === 'reasons.long';
  return html`<div class="field opened"><label for="comment">${label}</label>
<textarea id="comment" name="comment" rows="3" maxlength="${LONGEST_COMMENT}"${wrong ? html` aria-invalid="true" aria-describedby="comment-error" autofocus` : ''}>${typed}</textarea>
${wrong ? html`<p class="wrong" id="comment-error">${error}</p>` : ''}</div>`;
}
