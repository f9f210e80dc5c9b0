import { html } from 'hono/html';
import { type CardFieldsView, cardFields } from '../../hosted/templates/card-fields';
import { formatDate, formatMoney } from '../../hosted/templates/format';
import { invoiceLines } from '../../hosted/templates/invoice-lines';
import { type Html, tillPage } from '../../hosted/templates/layout';
import { amountRow, cardRow, creditRow, renewalRow } from '../../hosted/templates/payment-rows';
import { changeHeading, discountInWords, itemName, type Language } from '../../hosted/templates/plan-words';
import type {
  DiscountView,
  Effective,
  Frame,
  ItemView,
  LineView,
  Money,
  PaymentMethodView,
  RenewalView,
} from '../../hosted/templates/view';
import { translator } from '../../messages/translator';
import { planRows } from './plan-rows';

export type * from '../../hosted/templates/view';

/** Everything the confirm page of `subscription_update_confirm` prints. */
export type ConfirmChangeView = Readonly<{
  frame: Frame;
  /** Path the form posts to. */
  action: string;
  /** Values of the hidden fields `token` and `shown`, which names what the page shows. */
  token: string;
  shown: string;
  /** Something else was confirmed than there is to confirm now. */
  hasChanged: boolean;
  current: ItemView;
  next: ItemView;
  discount: DiscountView | null;
  lines: readonly LineView[];
  /** Customer balance applied to this invoice: negative lowers what is due. */
  subtotalAdjustment: Money | null;
  /** What is too little to charge and owed with the next invoice, negative. */
  later: Money | null;
  dueToday: Money;
  /** What goes to the customer's balance when the invoice is negative. The sign is ignored. */
  credit: Money | null;
  effective: Effective;
  renewal: RenewalView | null;
  /** The recurring total once the discount is over. */
  afterDiscount: Money | null;
  trialEnds: boolean;
  paymentMethod: PaymentMethodView | null;
  /** Why the payment was refused, as a sentence. */
  problem: Readonly<{ message: string }> | null;
  /** The fields for a card: there is none to charge, or another one is wanted. */
  card: CardFieldsView | null;
  /** Where another plan can be chosen, when the change was chosen here. */
  chooseAt: string | null;
}>;

/**
 * The confirm step of a change: what it becomes, what is due today, what comes next, and the one button that does it.
 * The form posts `token` and `shown` to `action`, and so does the one for a card, with the fields of `cardFields`. With a
 * `problem`, or when something has changed, the alert comes first and takes the focus.
 */
export function confirmChangePage(view: ConfirmChangeView): Html {
  const { frame } = view;
  const language: Language = { locale: frame.locale, t: translator(frame.locale) };
  const heading = changeHeading(language, view.current, view.next, view.discount);
  return tillPage(frame, {
    title: titleOf(language, view, heading),
    ...((view.problem || view.hasChanged) && { alert: problemAlert(language, view) }),
    about: about(language, view, heading),
    slip: html`${planSection(language, view)}
${view.lines.length > 0 || view.subtotalAdjustment ? linesSection(language, view) : ''}
${totalSection(language, view)}
${nextSection(language, view)}
${isPayable(view) ? confirmForm(language, view) : ''}
${view.card ? cardForm(language, view, view.card) : ''}
${chooseLink(language, view)}`,
  });
}

function titleOf({ t }: Language, { problem, hasChanged, card }: ConfirmChangeView, heading: string): string {
  if (problem) return t('change.title.problem', { heading });
  if (hasChanged) return t('form.title.problem', { title: heading });
  const isWrong = Object.keys(card?.errors ?? {}).length > 0;
  return isWrong ? t('checkout.title.problem', { title: heading }) : heading;
}

function about(language: Language, view: ConfirmChangeView, heading: string): Html {
  const { locale, t } = language;
  return html`<h1>${heading}</h1>
<div class="due"><p class="soft">${t('change.due')}</p>
<p class="amount">${formatMoney(locale, view.dueToday)}</p>
${later(language, view).map((words) => html`<p>${words}</p>`)}</div>`;
}

function later(
  language: Language,
  { current, next, effective, renewal, discount, afterDiscount }: ConfirmChangeView,
): string[] {
  const { locale, t } = language;
  const words: string[] = [];
  if (effective.kind === 'at') {
    words.push(
      t('change.keep', { item: itemName(language, current), date: formatDate(locale, effective.date) }),
    );
  }
  if (renewal) {
    words.push(
      t('change.then', {
        amount: formatMoney(locale, renewal.amount),
        date: formatDate(locale, renewal.date),
      }),
    );
  }
  if (discount) words.push(discountInWords(language, discount, next.recurring, afterDiscount));
  return words;
}

function planSection(language: Language, view: ConfirmChangeView): Html {
  const { t } = language;
  const paysWholeInterval = view.lines.some((line) => line.kind === 'full' && line.amount.amount > 0);
  const labels = { current: t('change.plan.now'), next: t('change.plan.new') };
  return html`<section><h2>${t('change.plan')}</h2>
${planRows(language, { ...view, paysWholeInterval }, labels)}
${view.trialEnds ? html`<p class="small aside">${t('change.trialEnds')}</p>` : ''}</section>`;
}

function linesSection(language: Language, view: ConfirmChangeView): Html {
  const { t } = language;
  return html`<section><h2>${t('change.today')}</h2>
${invoiceLines(language, view.lines, view.discount, view.subtotalAdjustment)}
${view.later ? html`<dl class="rows">${amountRow(language, t('invoice.later'), view.later)}</dl>` : ''}</section>`;
}

function totalSection(language: Language, { dueToday, credit }: ConfirmChangeView): Html {
  const { locale, t } = language;
  return html`<div class="tear" aria-hidden="true"></div>
<dl class="rows"><div class="row total"><dt>${t('change.due')}</dt><dd>${formatMoney(locale, dueToday)}</dd></div>
${credit ? creditRow(language, credit) : ''}</dl>`;
}

function nextSection(language: Language, { renewal, paymentMethod }: ConfirmChangeView): Html | '' {
  if (!renewal && !paymentMethod) return '';
  return html`<dl class="rows">${renewal ? renewalRow(language, renewal) : ''}
${paymentMethod ? cardRow(language, paymentMethod) : ''}</dl>`;
}

function isPayable({ dueToday, paymentMethod, card }: ConfirmChangeView): boolean {
  return dueToday.amount <= 0 || paymentMethod !== null || card === null;
}

function confirmForm({ locale, t }: Language, view: ConfirmChangeView): Html {
  const { effective, dueToday } = view;
  const [label, note] =
    effective.kind === 'at'
      ? [t('confirm.schedule', { date: formatDate(locale, effective.date) }), t('confirm.note.schedule')]
      : dueToday.amount > 0 && view.paymentMethod !== null
        ? [t('confirm.pay', { amount: formatMoney(locale, dueToday) }), t('confirm.note.pay')]
        : [t('confirm.change'), t('confirm.note.change')];
  return html`<form class="flush" method="post" action="${view.action}">${hidden(view)}
<button class="primary" type="submit">${label}</button>
<p class="small soft">${note}</p></form>`;
}

const hidden = ({ token, shown }: ConfirmChangeView): Html =>
  html`<input type="hidden" name="token" value="${token}"><input type="hidden" name="shown" value="${shown}">`;

/** The form for a card: the only one there is, or another one than that on file. */
function cardForm({ locale, t }: Language, view: ConfirmChangeView, card: CardFieldsView): Html {
  const amount = formatMoney(locale, view.dueToday);
  const isOther = view.paymentMethod !== null;
  return html`<form method="post" action="${view.action}" novalidate aria-labelledby="card-title">
${hidden(view)}<h2 id="card-title">${t(isOther ? 'confirm.card.other' : 'confirm.card.title')}</h2>
<div class="fields aside">${cardFields(t, card, view.problem === null && !view.hasChanged)}
<p class="small soft">${t('card.test')}</p></div>
<div class="send"><button class="${isOther ? 'secondary' : 'primary'}" type="submit">${t(isOther ? 'confirm.card.pay' : 'confirm.pay', { amount })}</button>
<p class="small soft aside">${t('confirm.card.terms', { business: view.frame.business })}</p></div></form>`;
}

function chooseLink({ t }: Language, { chooseAt }: ConfirmChangeView): Html | '' {
  return chooseAt
    ? html`<p class="flush"><a class="secondary" href="${chooseAt}">${t('choose.back')}</a></p>`
    : '';
}

function problemAlert(language: Language, { current, problem }: ConfirmChangeView): Html {
  const { t } = language;
  const unchanged = t('problem.unchanged', { item: itemName(language, current) });
  const words = problem
    ? html`<p><strong>${t('problem.title')}</strong></p>
<p>${problem.message} ${unchanged}</p>
<p>${t('problem.next')}</p>`
    : html`<p><strong>${t('change.changed')}</strong></p>
<p>${unchanged}</p>`;
  return html`<div class="alert" role="alert" tabindex="-1" autofocus id="problem">${words}</div>`;
}
