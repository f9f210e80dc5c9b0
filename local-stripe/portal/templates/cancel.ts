import { html } from 'hono/html';
import { formatDate } from '../../hosted/templates/format';
import { type Html, tillPage } from '../../hosted/templates/layout';
import { amountRow } from '../../hosted/templates/payment-rows';
import {
  discountInWords,
  itemName,
  type Language,
  priceInWords,
  recurringTotal,
} from '../../hosted/templates/plan-words';
import type { DiscountView, Frame, ItemView, Money } from '../../hosted/templates/view';
import { translator } from '../../messages/translator';
import { stayLink } from './stay';

/** Everything that the page of a cancellation prints. Dates are Unix seconds. */
export type CancelView = Readonly<{
  frame: Frame;
  /** Path the form posts to. */
  action: string;
  token: string;
  product: string;
  items: readonly ItemView[];
  /** Null when it ends at once. */
  endsAt: number | null;
  paidUntil: number;
  today: number;
  /** What the plan is about, in the company's words; at most six. */
  features: readonly string[];
  discounts: readonly DiscountView[];
  /** When a planned change would have come. */
  scheduled: number | null;
  credit: Money | null;
  unpaid: Money | null;
  /** Where an offer to stay is made before anything ends. */
  offerAt: string | null;
  /** Where those go who stay. */
  stayAt: string | null;
}>;

/** What ends and when, what it costs, and the one button that does it; the button is red only when it is the last step. */
export function cancelPage(view: CancelView): Html {
  const { frame, product } = view;
  const language: Language = { locale: frame.locale, t: translator(frame.locale) };
  const { t } = language;
  const title = t('cancel.title', { product });
  return tillPage(frame, {
    title,
    about: html`<h1>${title}</h1>
${endsAt(language, view)}`,
    slip: html`<section><h2>${t('change.plan')}</h2>
<dl class="rows">${view.items.map(
      (item) =>
        html`<div class="row"><dt>${itemName(language, item)}</dt><dd>${priceInWords(language, recurringTotal(item), item.recurring)}</dd></div>`,
    )}</dl></section>
${losses(language, view)}
${money(language, view)}
<div class="tear" aria-hidden="true"></div>
${way(language, view)}`,
  });
}

/** "Your plan ends: 1 December 2026", with what holds until then. */
function endsAt(
  { locale, t }: Language,
  { endsAt: at, product, paidUntil, credit, today }: CancelView,
): Html {
  return html`<div class="due"><p class="soft">${t('cancel.ends')}</p>
<p class="amount">${at === null ? t('cancel.ends.today') : formatDate(locale, at)}</p>
<p>${at === null ? t('cancel.atonce') : t('cancel.until', { product })}</p>
${at === null && credit === null && paidUntil > today ? html`<p>${t('cancel.nocredit', { date: formatDate(locale, paidUntil) })}</p>` : ''}</div>`;
}

function losses(
  language: Language,
  { items, endsAt: at, features, discounts, scheduled }: CancelView,
): Html | '' {
  const { locale, t } = language;
  const [item] = items;
  const lost = [
    ...features,
    ...discounts.map(
      (discount) =>
        `${discount.label}: ${t('cancel.lose.discount', {
          discount: item ? discountInWords(language, discount, item.recurring, null) : '',
        })}`,
    ),
    ...(scheduled === null ? [] : [t('cancel.lose.scheduled', { date: formatDate(locale, scheduled) })]),
  ];
  if (lost.length === 0) return '';
  const heading = at === null ? t('cancel.lose.today') : t('cancel.lose', { date: formatDate(locale, at) });
  return html`<section><h2>${heading}</h2>
<ul class="list">${lost.map((each) => html`<li>${each}</li>`)}</ul></section>`;
}

function money(language: Language, { credit, unpaid }: CancelView): Html | '' {
  const { t } = language;
  if (!credit && !unpaid) return '';
  return html`<dl class="rows">${credit ? amountRow(language, t('cancel.credit'), credit, t('cancel.credit.note')) : ''}
${unpaid ? amountRow(language, t('cancel.unpaid'), unpaid, t('cancel.unpaid.note')) : ''}</dl>`;
}

function way(language: Language, view: CancelView): Html {
  const { t } = language;
  const stay = stayLink(t, view.stayAt, view.product);
  if (view.offerAt)
    return html`<div class="choices"><a class="primary" href="${view.offerAt}">${t('cancel.continue')}</a>
${stay}</div>`;
  const { label, note } = lastStep(language, view);
  return html`<form class="choices" method="post" action="${view.action}"><input type="hidden" name="token" value="${view.token}">
<button class="primary danger" type="submit">${label}</button>
${stay}
<p class="small soft">${note}</p></form>`;
}

/** The words of the button that ends the plan, and what holds after it. */
function lastStep({ locale, t }: Language, { endsAt: at }: CancelView): { label: string; note: string } {
  if (at === null) return { label: t('cancel.button.now'), note: t('cancel.note.now') };
  const date = formatDate(locale, at);
  return { label: t('cancel.button', { date }), note: t('cancel.note', { date }) };
}
