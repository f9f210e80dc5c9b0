import { html } from 'hono/html';
import { type CardFieldsView, cardFields } from '../hosted/templates/card-fields';
import { formatDate, formatMoney } from '../hosted/templates/format';
import { invoiceLines } from '../hosted/templates/invoice-lines';
import { type Html, tillPage } from '../hosted/templates/layout';
import { amountRow } from '../hosted/templates/payment-rows';
import type { Language } from '../hosted/templates/plan-words';
import type { Frame, LineView, Money } from '../hosted/templates/view';
import { translator } from '../messages/translator';

export type InvoiceView = Readonly<{
  frame: Frame;
  number: string;
  /** Name or e-mail address of who it is for. */
  customer: string | null;
  status: 'open' | 'paid' | 'void' | 'uncollectible';
  /** Unix seconds. */
  paidAt: number | null;
  /** When it has to be paid (Unix seconds); null when a card is charged for it. */
  dueAt: number | null;
  lines: readonly LineView[];
  /** What discounts take off, negative. */
  discount: Money | null;
  /** What the customer's balance adds or takes. */
  balance: Money | null;
  total: Money;
  /** What is too little to charge and owed with the next invoice, negative. */
  later: Money | null;
  /** What was paid, or is still due. */
  amount: Money;
  /** Where it can be had as a PDF. */
  pdf: string | null;
}>;

/** The form that pays an open invoice. The problem is a sentence. */
export type PayView = CardFieldsView &
  Readonly<{
    action: string;
    token: string;
    problem: string | null;
    /** Where the bank waits for the customer's answer about a payment that was tried before. */
    bank: string | null;
  }>;

/**
 * An invoice: for whom, for what, what was paid. One that can be paid here has a form that posts `number`, `expiry`, `cvc`,
 * `name`, `country`, `postalCode` and `token`; a refusal comes first and takes the focus.
 */
export function invoicePage(view: InvoiceView, pay: PayView | null): Html {
  const language: Language = { locale: view.frame.locale, t: translator(view.frame.locale) };
  const { locale, t } = language;
  const title = t('invoice.title', { number: view.number });
  const label = view.status === 'paid' ? t('invoice.charged') : t('invoice.due');
  const problem = pay?.problem ?? null;
  const isWrong = problem !== null || Object.keys(pay?.errors ?? {}).length > 0;
  return tillPage(view.frame, {
    title: isWrong ? t('checkout.title.problem', { title }) : title,
    ...(problem !== null && { alert: refusal(language, problem) }),
    about: html`<h1>${title}</h1>
${view.customer ? html`<p class="soft">${t('invoice.to', { customer: view.customer })}</p>` : ''}
<div class="due"><p class="soft">${label}</p>
<p class="amount">${formatMoney(locale, view.amount)}</p>
<p>${standing(language, view)}</p></div>
${view.pdf ? html`<p><a href="${view.pdf}" download>${t('invoice.pdf')}</a></p>` : ''}`,
    slip: html`<section><h2>${t('invoice.lines')}</h2>
${invoiceLines(language, view.lines, null, view.balance)}
<dl class="rows">${view.discount ? amountRow(language, t('invoice.discount'), view.discount) : ''}
${amountRow(language, t('invoice.total'), view.total)}
${view.later ? amountRow(language, t('invoice.later'), view.later) : ''}</dl></section>
<div class="tear" aria-hidden="true"></div>
<dl class="rows"><div class="row total"><dt>${label}</dt><dd>${formatMoney(locale, view.amount)}</dd></div></dl>
${pay ? payForm(language, view, pay) : ''}`,
  });
}

function payForm({ t, locale }: Language, { amount, frame: { business } }: InvoiceView, pay: PayView): Html {
  return html`${pay.bank === null ? '' : html`<p><a href="${pay.bank}">${t('challenge.title.payment')}</a></p>`}
<form method="post" action="${pay.action}" novalidate>
<input type="hidden" name="token" value="${pay.token}">
<div class="fields">${cardFields(t, pay, pay.problem === null)}
<p class="small soft">${t('card.test')}</p></div>
<div class="send"><button class="primary" type="submit">${t('checkout.pay.once', { amount: formatMoney(locale, amount) })}</button>
<p class="small soft">${t('checkout.terms.once', { business })} ${t('checkout.terms.kept')}</p></div></form>`;
}

const refusal = ({ t }: Language, problem: string): Html =>
  html`<div class="alert" role="alert" tabindex="-1" autofocus id="problem">
<p><strong>${t('checkout.problem.title')}</strong></p>
<p>${problem}</p>
<p>${t('card.problem.next')}</p>
</div>`;

/** How the invoice stands, in words. */
export function standing({ locale, t }: Language, { status, paidAt, dueAt }: InvoiceView): string {
  if (status === 'paid' && paidAt !== null) return t('invoice.paid', { date: formatDate(locale, paidAt) });
  if (status === 'uncollectible') return t('home.invoice.uncollectible');
  if (status === 'open' && dueAt !== null) return t('invoice.due.on', { date: formatDate(locale, dueAt) });
  return t(status === 'void' ? 'invoice.void' : 'invoice.open');
}
