import { html } from 'hono/html';
import { formatDate, formatMoney } from '../../hosted/templates/format';
import { type Html, returnButton, tillPage } from '../../hosted/templates/layout';
import { amountRow, cardRow, creditRow, renewalRow } from '../../hosted/templates/payment-rows';
import { countedItem, itemName, type Language } from '../../hosted/templates/plan-words';
import type {
  DiscountView,
  Effective,
  Frame,
  ItemView,
  Money,
  PaymentMethodView,
  RenewalView,
} from '../../hosted/templates/view';
import { translator } from '../../messages/translator';
import { planRows } from './plan-rows';

/** What the hosted confirmation tells after a change. */
export type CompletedView = Readonly<{
  from: ItemView;
  to: ItemView;
  effective: Effective;
  /** What was charged; zero when nothing was. */
  charged: Money;
  /** What went to the customer's balance. The sign is ignored. */
  credit: Money | null;
  discount: DiscountView | null;
  renewal: RenewalView | null;
  afterDiscount: Money | null;
  paymentMethod: PaymentMethodView | null;
  /** `hosted_confirmation.custom_message`: text only. */
  customMessage: string | null;
}>;

/** The hosted confirmation after a change: what it was, what it is, what was charged, what comes next. */
export function completedPage(frame: Frame, view: CompletedView): Html {
  const language: Language = { locale: frame.locale, t: translator(frame.locale) };
  const heading = doneHeading(language, view);
  return tillPage(frame, {
    title: heading,
    leaveByButton: true,
    about: about(language, view, heading),
    slip: html`${planSection(language, view)}
${paymentSection(language, view)}
${view.customMessage ? note(language, frame, view.customMessage) : ''}
${way(frame, language)}`,
  });
}

/** What is the case after the change, as a heading. */
export function doneHeading({ locale, t }: Language, { from, to, effective }: CompletedView): string {
  if (effective.kind === 'at') return t('done.title.scheduled');
  if (from.product !== to.product) return t('done.title.product', { product: itemName({ locale, t }, to) });
  if (from.quantity !== to.quantity)
    return t('done.title.quantity', { item: countedItem({ locale, t }, to) });
  return t('done.title.same');
}

function about(language: Language, view: CompletedView, heading: string): Html {
  const { locale, t } = language;
  return html`${TICK}<h1>${heading}</h1>
<div class="due">${
    view.effective.kind === 'at'
      ? html`<p>${t('change.keep', { item: itemName(language, view.from), date: formatDate(locale, view.effective.date) })}</p>
<p>${t('done.scheduled')}</p>`
      : html`<p class="soft">${t('done.charged')}</p>
<p class="amount">${formatMoney(locale, view.charged)}</p>`
  }</div>`;
}

const TICK = html`<svg class="tick" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false"><circle cx="20" cy="20" r="20"/><path d="M12 20.5l5.5 5.5L28.5 15"/></svg>`;

function planSection(language: Language, view: CompletedView): Html {
  const { t } = language;
  const labels =
    view.effective.kind === 'at'
      ? { current: t('change.plan.now'), next: t('change.plan.new') }
      : { current: t('done.before'), next: t('done.now') };
  return html`<section><h2>${t('done.details')}</h2>
${planRows(language, { ...view, current: view.from, next: view.to, paysWholeInterval: false }, labels)}</section>`;
}

function paymentSection(language: Language, view: CompletedView): Html {
  const { effective, charged, credit, renewal, paymentMethod } = view;
  return html`<div class="tear" aria-hidden="true"></div>
<dl class="rows">${effective.kind === 'now' ? amountRow(language, language.t('done.charged'), charged) : ''}
${credit ? creditRow(language, credit) : ''}
${renewal ? renewalRow(language, renewal) : ''}
${paymentMethod ? cardRow(language, paymentMethod) : ''}</dl>`;
}

function note({ t }: Language, frame: Frame, message: string): Html {
  return html`<div class="note-from"><p class="small soft">${t('done.note', { business: frame.business })}</p>
<p>${message}</p></div>`;
}

function way(frame: Frame, { t }: Language): Html | '' {
  const button = returnButton(frame, t);
  return button && html`<div class="flush">${button}</div>`;
}
