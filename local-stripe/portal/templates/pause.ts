import { html } from 'hono/html';
import { formatDate, formatMoney } from '../../hosted/templates/format';
import { type Html, tillPage } from '../../hosted/templates/layout';
import { amountRow } from '../../hosted/templates/payment-rows';
import type { Frame, Recurring } from '../../hosted/templates/view';
import { translator } from '../../messages/translator';
import { stayLink } from './stay';

/** Everything that the page of a pause prints. `until` is Unix seconds; null means until the customer resumes. */
export type PauseView = Readonly<{
  frame: Frame;
  action: string;
  token: string;
  product: string;
  currency: string;
  /** What is given back for the time that was paid for, in minor units. */
  credit: number;
  lengths: readonly Readonly<{ value: string; recurring: Recurring | null; until: number | null }>[];
  /** The form came without a choice. */
  isMissing: boolean;
  stayAt: string | null;
}>;

/** How long a subscription is to rest, and the one button that does it. */
export function pausePage(view: PauseView): Html {
  const { frame, product, lengths, isMissing } = view;
  const { locale } = frame;
  const t = translator(locale);
  const title = t('pause.title', { product });
  const only = lengths.length === 1;
  return tillPage(frame, {
    title: isMissing ? t('form.title.problem', { title }) : title,
    about: html`<h1>${title}</h1>
<div class="due"><p class="soft">${t('pause.price')}</p>
<p class="amount">${formatMoney(locale, { amount: 0, currency: view.currency })}</p>
<p>${t('pause.lead')}</p></div>`,
    slip: html`<form class="fields" method="post" action="${view.action}"><input type="hidden" name="token" value="${view.token}">
<fieldset class="options"${isMissing ? html` aria-describedby="length-error"` : ''}><legend>${t('pause.length')}</legend>
${isMissing ? html`<p class="wrong" id="length-error" role="alert">${t('pause.missing')}</p>` : ''}
${lengths.map(({ value, recurring, until }, i) => {
  const label = recurring
    ? t('pause.for', { interval: recurring.interval, count: recurring.intervalCount })
    : t('pause.indefinite');
  return html`<label class="option"><input type="radio" name="length" value="${value}"${only ? ' checked' : ''}${isMissing && i === 0 ? ' autofocus' : ''}><span><b>${label}</b>${
    until === null
      ? ''
      : html`<span class="soft">${t('pause.until', { date: formatDate(locale, until) })}</span>`
  }</span></label>`;
})}</fieldset>
${view.credit > 0 ? html`<dl class="rows">${amountRow({ locale, t }, t('cancel.credit'), { amount: view.credit, currency: view.currency }, t('cancel.credit.note'))}</dl>` : ''}
<div class="choices"><button class="primary" type="submit">${t('pause.button')}</button>
${stayLink(t, view.stayAt, product)}
<p class="small soft">${t('pause.note')}</p></div></form>`,
  });
}
