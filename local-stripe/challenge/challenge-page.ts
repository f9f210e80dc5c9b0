import { html } from 'hono/html';
import { formatMoney } from '../hosted/templates/format';
import { type Html, tillPage } from '../hosted/templates/layout';
import { cardRow } from '../hosted/templates/payment-rows';
import type { Language } from '../hosted/templates/plan-words';
import type { Frame, Money, PaymentMethodView } from '../hosted/templates/view';
import { translator } from '../messages/translator';

/** Everything that the challenge page prints. */
export type ChallengeView = Readonly<{
  frame: Frame;
  /** Path the form posts to. */
  action: string;
  /** Value of the hidden field `token`. */
  token: string;
  /** Null when a card is set up for later payments. */
  amount: Money | null;
  card: PaymentMethodView;
}>;

/**
 * The bank's question. One form with two buttons: each posts `result`, `pass` or `fail`, with `token`, to `action`. Leaving by the
 * link at the top answers nothing.
 */
export function challengePage({ frame, action, token, amount, card }: ChallengeView): Html {
  const language: Language = { locale: frame.locale, t: translator(frame.locale) };
  const { locale, t } = language;
  const title = t(amount ? 'challenge.title.payment' : 'challenge.title.setup');
  return tillPage(frame, {
    title,
    about: html`<h1>${title}</h1>
${
  amount
    ? html`<div class="due"><p class="soft">${t('challenge.amount')}</p><p class="amount">${formatMoney(locale, amount)}</p></div>`
    : html`<p>${t('challenge.setup')}</p>`
}`,
    slip: html`<section><h2>${t('challenge.bank')}</h2><p>${t('challenge.explained')}</p></section>
<dl class="rows">${cardRow(language, card)}</dl>
<div class="tear" aria-hidden="true"></div>
<form class="choices" method="post" action="${action}"><input type="hidden" name="token" value="${token}">
<button class="primary" type="submit" name="result" value="pass">${t('challenge.pass')}</button>
<button class="secondary" type="submit" name="result" value="fail">${t('challenge.fail')}</button>
<p class="small soft">${t(frame.returnUrl ? 'challenge.leave.return' : 'challenge.leave')}</p></form>`,
  });
}
