import { html } from 'hono/html';
import { formatMoney } from '../../hosted/templates/format';
import { type Html, tillPage } from '../../hosted/templates/layout';
import { amountRow, renewalRow } from '../../hosted/templates/payment-rows';
import { itemName, priceInWords, recurringTotal } from '../../hosted/templates/plan-words';
import type { Frame, ItemView, Money, RenewalView } from '../../hosted/templates/view';
import { translator } from '../../messages/translator';

/** Everything that a page with one thing to take back prints. */
export type UndoView = Readonly<{
  frame: Frame;
  words: Readonly<{ title: string; lead: string; button: string; note: string }>;
  action: string;
  token: string;
  /** The portal's home, for those who leave it as it is. */
  home: string;
  items: readonly ItemView[];
  renewal: RenewalView | null;
  /** What is paid at once; null when nothing is. */
  due: Money | null;
  /** What lowers it, below zero. */
  credit: Money | null;
}>;

/** One thing that is taken back: what holds from then on, and the one button. */
export function undoPage({ frame, words, action, token, home, items, renewal, due, credit }: UndoView): Html {
  const language = { locale: frame.locale, t: translator(frame.locale) };
  return tillPage(frame, {
    title: words.title,
    about: html`<h1>${words.title}</h1>
${due ? html`<div class="due"><p class="soft">${language.t('change.due')}</p><p class="amount">${formatMoney(frame.locale, due)}</p></div>` : ''}
<p>${words.lead}</p>`,
    slip: html`<section><h2>${language.t('change.plan')}</h2>
<dl class="rows">${items.map(
      (item) =>
        html`<div class="row"><dt>${itemName(language, item)}</dt><dd>${priceInWords(language, recurringTotal(item), item.recurring)}</dd></div>`,
    )}
${credit ? amountRow(language, language.t('cancel.credit'), credit) : ''}
${renewal ? renewalRow(language, renewal) : ''}</dl></section>
<div class="tear" aria-hidden="true"></div>
<form class="choices" method="post" action="${action}"><input type="hidden" name="token" value="${token}">
<button class="primary" type="submit">${words.button}</button>
<a class="secondary" href="${home}">${language.t('undo.leave')}</a>
<p class="small soft">${words.note}</p></form>`,
  });
}
