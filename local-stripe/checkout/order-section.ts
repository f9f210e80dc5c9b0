import { html } from 'hono/html';
import { type Field, textField } from '../hosted/templates/fields';
import { formatMoney } from '../hosted/templates/format';
import { balanceText } from '../hosted/templates/invoice-lines';
import type { Html } from '../hosted/templates/layout';
import { amountRow } from '../hosted/templates/payment-rows';
import { itemName, type Language, priceInWords, unitsInWords } from '../hosted/templates/plan-words';
import type { CheckoutLine, CheckoutView } from './checkout-view';
import { problemAt } from './field-problem';

/** What is ordered, with the quantities that can be changed, and what is due today. */
export function orderSection(language: Language, view: CheckoutView): Html {
  const { lines, off, balance, later, dueToday, discount } = view;
  const { t } = language;
  return html`<section><h2>${t('checkout.order')}</h2>
<dl class="rows">${lines.map(
    (line) => html`<div class="row"><dt>${itemName(language, line)}${units(language, line)}</dt>
<dd>${line.recurring ? priceInWords(language, line.price, line.recurring) : formatMoney(language.locale, line.price)}</dd>
${line.adjust ? html`<dd class="below">${quantityForm(language, view, line, line.adjust)}</dd>` : ''}</div>`,
  )}
${off ? amountRow(language, discount?.label ?? t('invoice.discount'), off) : ''}
${balance ? amountRow(language, balanceText(language, balance), balance) : ''}
${later ? amountRow(language, t('invoice.later'), later) : ''}
${
  dueToday
    ? html`<div class="row total"><dt>${t('checkout.due')}</dt><dd>${formatMoney(language.locale, dueToday)}</dd></div>`
    : ''
}</dl></section>`;
}

/** "5 × $49.00 / seat", where that says more than the price of the line. */
function units(language: Language, { quantity, unitAmount, unitLabel }: CheckoutLine): Html | '' {
  return unitAmount && quantity !== 1
    ? html`<span class="small soft">${unitsInWords(language, { quantity, unitAmount, unitLabel })}</span>`
    : '';
}

function quantityForm(
  { t }: Language,
  view: CheckoutView,
  { product }: CheckoutLine,
  { place, minimum: min, maximum: max, value }: NonNullable<CheckoutLine['adjust']>,
): Html {
  const name = `quantity_${place}` as const;
  const field: Field = {
    name,
    label: html`${t('choose.quantity')}<span class="unseen"> ${product}</span>`,
    value,
    hint: view.problem?.field === name ? null : t('choose.quantity.range', { min, max }),
    autocomplete: 'off',
    inputmode: 'numeric',
    maxlength: 6,
    ...problemAt(view, name),
  };
  return html`<form class="beside few" method="post" action="${view.action}"><input type="hidden" name="token" value="${view.token}">${textField(field)}
<button class="secondary" type="submit" name="do" value="${name}">${t('checkout.quantity.apply')}<span class="unseen"> ${product}</span></button></form>`;
}

/** The field for a promotion code, or the way to take the applied one off. */
export function codeForm({ t }: Language, view: CheckoutView, applied: string | null): Html {
  if (applied !== null)
    return html`<form method="post" action="${view.action}"><input type="hidden" name="token" value="${view.token}"><button class="secondary" type="submit" name="do" value="remove">${t('checkout.code.remove', { code: applied })}</button></form>`;
  const field: Field = {
    name: 'code',
    label: t('checkout.code'),
    value: view.entered.code,
    autocomplete: 'off',
    maxlength: 100,
    ...problemAt(view, 'code'),
  };
  return html`<form class="beside" method="post" action="${view.action}"><input type="hidden" name="token" value="${view.token}">${textField(field)}
<button class="secondary" type="submit" name="do" value="apply">${t('checkout.code.apply')}</button></form>`;
}
