import { html } from 'hono/html';
import { formatDate, formatMoney } from '../../hosted/templates/format';
import type { Html } from '../../hosted/templates/layout';
import {
  discountedTotal,
  discountInWords,
  type Language,
  priceInWords,
  recurringTotal,
  unitsInWords,
} from '../../hosted/templates/plan-words';
import type { DiscountView, Effective, ItemView, Money, RenewalView } from '../../hosted/templates/view';

/** What the two rows tell. `afterDiscount` is the recurring total once the discount is over. */
export type PlanChange = Readonly<{
  current: ItemView;
  next: ItemView;
  effective: Effective;
  discount: DiscountView | null;
  afterDiscount: Money | null;
  renewal: RenewalView | null;
  /** Whether an invoice of this change charges a whole interval of the new plan. */
  paysWholeInterval: boolean;
}>;

/** The plan before and after: name, quantity, price, and the discount with its duration beside the price. */
export function planRows(
  language: Language,
  change: PlanChange,
  labels: Readonly<{ current: string; next: string }>,
): Html {
  const { current, next, effective } = change;
  return html`<dl class="rows">${row(
    labels.current,
    html`${name(language, current)}
<span class="price">${priceInWords(language, recurringTotal(current), current.recurring)}</span>`,
  )}
${row(
  labels.next,
  html`${name(language, next)}
<span class="price">${newPrice(language, change)}</span>
${change.discount ? discountWords(language, change, change.discount) : ''}
${effective.kind === 'at' ? startsOn(language, effective.date) : ''}`,
)}</dl>`;
}

function row(label: string, words: Html): Html {
  return html`<div class="row plan"><dt>${label}</dt><dd>${words}</dd></div>`;
}

function name(language: Language, item: ItemView): Html {
  if (item.quantity === 1) return html`<b>${item.product}</b>`;
  return html`<b>${item.product}</b> <span class="soft units">${unitsInWords(language, item)}</span>`;
}

function newPrice(language: Language, { next, discount, renewal, paysWholeInterval }: PlanChange): Html {
  const full = recurringTotal(next);
  // A short coupon can run out before a yearly renewal: then no whole year is ever charged at the lower price,
  // and none is promised.
  const isReached = paysWholeInterval || renewal === null || renewal.amount.amount < full.amount;
  if (!discount || !isReached) return html`${priceInWords(language, full, next.recurring)}`;
  const was = formatMoney(language.locale, full);
  const now = priceInWords(language, discountedTotal(next, discount), next.recurring);
  return html`<s aria-hidden="true">${was}</s> <span class="unseen">${language.t('price.was', { amount: was })}</span>
<b>${now}</b>`;
}

function discountWords(
  language: Language,
  { next, afterDiscount }: PlanChange,
  discount: DiscountView,
): Html {
  const words = discountInWords(language, discount, next.recurring, afterDiscount);
  return html`<span class="small"><span class="code">${discount.label}</span> ${words}</span>
${discount.isNew ? '' : html`<span class="small soft">${language.t('discount.existing')}</span>`}`;
}

function startsOn({ locale, t }: Language, date: number): Html {
  return html`<span class="small soft">${t('change.plan.from', { date: formatDate(locale, date) })}</span>`;
}
