import { html } from 'hono/html';
import { formatDate, formatMoney } from '../../hosted/templates/format';
import { type Html, tillPage } from '../../hosted/templates/layout';
import {
  discountInWords,
  discountSize,
  type Language,
  priceInWords,
} from '../../hosted/templates/plan-words';
import type { DiscountView, Money, Recurring } from '../../hosted/templates/view';
import { translator } from '../../messages/translator';
import type { CancelView } from './cancel';

/** The offer of a discount to those who are about to leave. */
export type OfferView = CancelView &
  Readonly<{
    recurring: Recurring;
    discount: DiscountView;
    /** What the next period costs without the offer and with it. */
    was: Money;
    now: Money;
    /** What it costs once the discount is over; null when other discounts make that more than one amount. */
    afterDiscount: Money | null;
  }>;

/** Two ways on, equally plain: stay with the discount, or end the plan as said before. */
export function offerPage(view: OfferView): Html {
  const { frame, product, recurring, discount, now } = view;
  const language: Language = { locale: frame.locale, t: translator(frame.locale) };
  const { locale, t } = language;
  const words = discountInWords(language, discount, recurring, view.afterDiscount);
  const struck = view.was.amount === now.amount ? null : formatMoney(locale, view.was);
  const was =
    struck &&
    html`<s aria-hidden="true">${struck}</s> <span class="unseen">${t('price.was', { amount: struck })}</span> `;
  const decline =
    view.endsAt === null
      ? t('offer.decline.now')
      : t('offer.decline', { date: formatDate(locale, view.endsAt) });
  return tillPage(frame, {
    title: t('offer.title'),
    about: html`<h1>${t('offer.title')}</h1>
<div class="due"><p class="soft">${t('offer.price')}</p>
<p class="amount">${was ?? ''}${formatMoney(locale, now)}</p>
<p>${words}</p></div>`,
    slip: html`<section><h2>${t('offer.plan')}</h2>
<dl class="rows"><div class="row"><dt><b>${product}</b></dt><dd>${was ?? ''}<b>${priceInWords(language, now, recurring)}</b></dd></div></dl>
<p class="small aside"><span class="code">${discount.label}</span> ${words}</p></section>
<div class="tear" aria-hidden="true"></div>
<form class="choices" method="post" action="${view.action}"><input type="hidden" name="token" value="${view.token}">
<button class="primary" type="submit" name="choice" value="stay">${t('offer.accept', { product, off: discountSize(language, discount) })}</button>
<button class="secondary danger" type="submit" name="choice" value="leave">${decline}</button>
<p class="small soft">${t('offer.note')}</p></form>`,
  });
}
