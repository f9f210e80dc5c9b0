import { html } from 'hono/html';
import { formatPeriod } from './format';
import type { Html } from './layout';
import { amountRow } from './payment-rows';
import { discountSize, itemName, type Language } from './plan-words';
import type { DiscountView, LineView, Money } from './view';

/**
 * The invoice's lines in words with the days they cover, then what the customer's balance adds or takes.
 * A discount line is named by `discount`, or by its own description when there is none.
 */
export function invoiceLines(
  language: Language,
  lines: readonly LineView[],
  discount: DiscountView | null,
  balance: Money | null,
): Html {
  return html`<dl class="rows">${lines.map((line) =>
    amountRow(language, lineWords(language, line, discount), line.amount, period(language, line)),
  )}${balance ? amountRow(language, balanceText(language, balance), balance) : ''}</dl>`;
}

function lineWords(language: Language, line: LineView, discount: DiscountView | null): Html | string {
  if (line.kind !== 'discount' || !discount) return lineText(language, line);
  const off = language.t('line.discount', { off: discountSize(language, discount) });
  return html`<span class="code">${discount.label}</span> ${off}`;
}

/** What the customer's balance does to an invoice: it pays for some of it, or is owed with it. */
export const balanceText = ({ t }: Language, { amount }: Money): string =>
  t(amount < 0 ? 'line.balance.credit' : 'line.balance.owed');

/** What a line is for. */
export function lineText(language: Language, line: LineView): string {
  const { t } = language;
  const item = itemName(language, line);
  switch (line.kind) {
    case 'unused':
      return t('line.unused', { item });
    case 'remaining':
      return t('line.remaining', { item });
    case 'trial':
      return t('line.trial', { item });
    case 'full':
      return item;
    case 'discount':
    case 'other':
      return line.description;
  }
}

function period({ locale }: Language, line: LineView): string | null {
  if (line.kind === 'discount' || line.until <= line.from) return null;
  return formatPeriod(locale, line.from, line.until);
}
