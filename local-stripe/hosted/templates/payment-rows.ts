import { html } from 'hono/html';
import type { PaymentMethod } from '../../records';
import { formatDate, formatExpiry, formatMoney } from './format';
import type { Html } from './layout';
import type { Language } from './plan-words';
import type { Money, PaymentMethodView, RenewalView } from './view';

const BRANDS: Readonly<Partial<Record<string, string>>> = {
  amex: 'American Express',
  cartes_bancaires: 'Cartes Bancaires',
  diners: 'Diners Club',
  discover: 'Discover',
  eftpos_au: 'Eftpos Australia',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

/** A `<dt>/<dd>` row with an amount at its end; `under` is small text below the label. */
export function amountRow(
  { locale }: Language,
  label: Html | string,
  amount: Money,
  under: string | null = null,
): Html {
  return html`<div class="row"><dt>${label}${under ? html`<span class="small soft">${under}</span>` : ''}</dt>
<dd>${formatMoney(locale, amount)}</dd></div>`;
}

/** What goes to the customer's balance instead of back to the card. The sign of `credit` is ignored. */
export function creditRow(language: Language, credit: Money): Html {
  const { t } = language;
  return amountRow(
    language,
    t('line.credit'),
    { ...credit, amount: Math.abs(credit.amount) },
    t('line.credit.note'),
  );
}

/** "Next payment, on 1 December 2026: $36.75". */
export function renewalRow(language: Language, { amount, date }: RenewalView): Html {
  const { locale, t } = language;
  return amountRow(
    language,
    t('change.next'),
    amount,
    t('change.next.on', { date: formatDate(locale, date) }),
  );
}

/** "Visa ···· 4242, expires 08/2029"; read aloud as "Visa ending in 4242". */
export function cardRow({ locale, t }: Language, card: PaymentMethodView, label = t('change.card')): Html {
  const { masked, spoken } = cardViewWords({ locale, t }, card);
  return html`<div class="row card"><dt>${label}</dt>
<dd><span aria-hidden="true">${masked}</span><span class="unseen">${spoken}</span></dd></div>`;
}

/** A payment method as it is written, and as it is read aloud. */
export function cardWords(language: Language, { card, type }: PaymentMethod): CardWords {
  if (!card) return { masked: type, spoken: type };
  const { brand, last4, exp_month: expMonth, exp_year: expYear } = card;
  return cardViewWords(language, { brand, last4, expMonth, expYear });
}

type CardWords = Readonly<{ masked: string; spoken: string }>;

/** A card as it is written, and as it is read aloud. */
export function cardViewWords({ locale, t }: Language, card: PaymentMethodView): CardWords {
  const date = formatExpiry(locale, card.expMonth, card.expYear);
  const values = { brand: BRANDS[card.brand] ?? card.brand, last4: card.last4, date };
  return { masked: t('card.masked', values), spoken: t('card.spoken', values) };
}
