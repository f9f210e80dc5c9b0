import { html } from 'hono/html';
import { formatDate } from '../../hosted/templates/format';
import { type Html, tillPage } from '../../hosted/templates/layout';
import {
  discountInWords,
  itemName,
  type Language,
  priceInWords,
  recurringTotal,
  unitPriceInWords,
} from '../../hosted/templates/plan-words';
import type { DiscountView, Frame, ItemView, Recurring } from '../../hosted/templates/view';
import { translator } from '../../messages/translator';
import type { ChoiceProblem } from '../chosen-change';

type Limits = Readonly<{ minimum: number; maximum: number | null }>;

/** Everything that the page of plans prints. */
export type ChoosePlanView = Readonly<{
  frame: Frame;
  /** Path that the choice is sent to, in the address. */
  action: string;
  every: string;
  current: ItemView | null;
  planned: Readonly<{ product: string; quantity: number; date: number }> | null;
  intervals: readonly Readonly<{ href: string; isCurrent: boolean; recurring: Recurring }>[];
  offers: readonly Readonly<{
    price: string;
    item: ItemView;
    description: string | null;
    isCurrent: boolean;
    isChosen: boolean;
    limits: Limits | null;
  }>[];
  /** What stands in the field; null without one. */
  quantity: string | null;
  code: string | null;
  /** The discount that a new code would take the place of. */
  discount: DiscountView | null;
  currency: string;
  problem: ChoiceProblem | null;
  /** The portal's home, for those who leave it as it is; null in a flow. */
  home: string | null;
}>;

/** The plans on offer, with the quantity and a promotion code where they can be given. Nothing is changed here. */
export function choosePlanPage(view: ChoosePlanView): Html {
  const { frame, current } = view;
  const language: Language = { locale: frame.locale, t: translator(frame.locale) };
  const { t } = language;
  const title = t('choose.title');
  return tillPage(frame, {
    title: view.problem ? t('form.title.problem', { title }) : title,
    about: html`<h1>${title}</h1>
${
  current
    ? html`<div><p class="soft">${t('choose.now')}</p>
<p><b>${itemName(language, current)}</b></p><p>${priceInWords(language, recurringTotal(current), current.recurring)}</p></div>`
    : ''
}
${view.planned ? planned(language, view.planned) : ''}`,
    slip: html`${view.intervals.length > 1 ? intervals(language, view) : ''}
<form class="fields" method="get" action="${view.action}"><input type="hidden" name="step" value="confirm">
<input type="hidden" name="interval" value="${view.every}">
${plans(language, view)}
${view.quantity === null ? '' : quantity(language, view, view.quantity)}
${view.code === null ? '' : code(language, view, view.code)}
<div class="choices"><button class="primary" type="submit">${t('choose.continue')}</button>
${view.home ? html`<a class="secondary" href="${view.home}">${t('undo.leave')}</a>` : ''}
<p class="small soft">${t('choose.note')}</p></div></form>`,
  });
}

function planned(language: Language, change: NonNullable<ChoosePlanView['planned']>): Html {
  const date = formatDate(language.locale, change.date);
  return html`<p>${language.t('choose.scheduled', { item: itemName(language, change), date })}</p>`;
}

function intervals({ t }: Language, view: ChoosePlanView): Html {
  return html`<nav aria-label="${t('choose.interval')}"><div class="tabs">${view.intervals.map(
    ({ href, isCurrent, recurring }) =>
      html`<a href="${href}"${isCurrent ? html` aria-current="page"` : ''}>${t('choose.every', { interval: recurring.interval, count: recurring.intervalCount })}</a>`,
  )}</div></nav>`;
}

function plans(language: Language, view: ChoosePlanView): Html {
  const { t } = language;
  const none = !view.offers.some((offer) => offer.isChosen);
  const wrong = view.problem?.field === 'plan' ? t(`choose.error.${view.problem.kind}`) : null;
  return html`<fieldset class="options"${wrong === null ? '' : html` aria-describedby="plan-error"`}><legend>${t('choose.plan')}</legend>
${wrong === null ? '' : html`<p class="wrong" id="plan-error" role="alert">${wrong}</p>`}
${view.offers.map(
  ({ price, item, description, isCurrent, isChosen }, i) =>
    html`<label class="option"><input type="radio" name="price" value="${price}"${isChosen ? ' checked' : ''}${wrong !== null && (isChosen || (none && i === 0)) ? ' autofocus' : ''}><span><b>${item.product}</b>
<span>${unitPriceInWords(language, item)}</span>
${isCurrent ? html`<span class="small soft note">${t('choose.current')}</span>` : ''}
${description ? html`<span class="small soft note">${description}</span>` : ''}</span></label>`,
)}</fieldset>`;
}

function quantity({ t }: Language, { offers, problem }: ChoosePlanView, typed: string): Html {
  const wrong = problem?.field === 'quantity' ? problem : null;
  const limits = commonLimits(offers.map((offer) => offer.limits));
  const words = wrong
    ? t('choose.error.quantity', { min: wrong.minimum, max: wrong.maximum })
    : limits === null
      ? null
      : limits.maximum === null
        ? t('choose.quantity.least', { min: limits.minimum })
        : t('choose.quantity.range', { min: limits.minimum, max: limits.maximum });
  return html`<div class="field"><label for="quantity">${t('choose.quantity')}</label>
<input id="quantity" name="quantity" inputmode="numeric" autocomplete="off" maxlength="9" value="${typed}"${words === null ? '' : html` aria-describedby="quantity-note"`}${wrong ? html` aria-invalid="true" autofocus` : ''}>
${words === null ? '' : html`<p class="${wrong ? 'wrong' : 'small soft'}" id="quantity-note">${words}</p>`}</div>`;
}

/** The limits that all offers share; null when they differ. */
function commonLimits(all: readonly (Limits | null)[]): Limits | null {
  const [first] = all;
  const same = all.every((each) => each?.minimum === first?.minimum && each?.maximum === first?.maximum);
  return same && first ? first : null;
}

function code(language: Language, view: ChoosePlanView, typed: string): Html {
  const { t } = language;
  const { problem, discount, current } = view;
  const wrong =
    problem?.field === 'code'
      ? t(`code.${problem.refused}`, {
          code: typed,
          product: problem.product,
          currency: view.currency.toUpperCase(),
        })
      : null;
  const replaces =
    discount && current
      ? t('choose.code.replaces', {
          label: discount.label,
          discount: discountInWords(language, discount, current.recurring, null),
        })
      : null;
  return html`<div class="field"><label for="code">${t('choose.code')}</label>
<input id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="500" value="${typed}"${(wrong ?? replaces) ? html` aria-describedby="code-note"` : ''}${wrong === null ? '' : html` aria-invalid="true" autofocus`}>
${(wrong ?? replaces) ? html`<p class="${wrong === null ? 'small soft' : 'wrong'}" id="code-note">${wrong ?? replaces}</p>` : ''}</div>`;
}
