import { countryName } from '../hosted/countries';
import { formatDate, formatList, formatMoney } from '../hosted/templates/format';
import { cardViewWords } from '../hosted/templates/payment-rows';
import { discountInWords, type Language } from '../hosted/templates/plan-words';
import type { DiscountView, Money, PaymentMethodView, Recurring } from '../hosted/templates/view';
import type { MessageKey } from '../messages/translator';
import type { PaymentMethod } from '../records';
import { cardInView } from './confirm-change-view';
import type { Confirmation, Fact } from './templates/confirmation';

/** What is kept to be said later, in the language it is read in then: text as it is, or what becomes words. */
export type Sayable =
  | string
  | Readonly<{ key: MessageKey; values?: Readonly<Record<string, Sayable>> }>
  /** Unix seconds. */
  | Readonly<{ date: number }>
  | Readonly<{ money: Money }>
  /** Names of one thing: "Pro, Support". */
  | Readonly<{ names: readonly string[] }>
  /** ISO 3166-1 alpha-2. */
  | Readonly<{ country: string }>
  /** One after the other, with commas. */
  | Readonly<{ parts: readonly Sayable[] }>
  | Readonly<{ card: PaymentMethodView; as: 'masked' | 'spoken' }>
  | Readonly<{ discount: DiscountView; recurring: Recurring }>;

/** What was done, as it is kept. Its words are a `Confirmation`. */
export type Done = Readonly<{ title: Sayable; lead: Sayable | null; facts: readonly SayableFact[] }>;
export type SayableFact = Readonly<{ label: Sayable; value: Sayable; spoken?: Sayable; long?: boolean }>;

/** Says it in one language. */
export function say(language: Language, kept: Sayable): string {
  const { locale, t } = language;
  if (typeof kept === 'string') return kept;
  if ('key' in kept) {
    const values = Object.entries(kept.values ?? {}).map(([name, value]) => [name, say(language, value)]);
    return t(kept.key, Object.fromEntries(values));
  }
  if ('date' in kept) return formatDate(locale, kept.date);
  if ('money' in kept) return formatMoney(locale, kept.money);
  if ('names' in kept) return formatList(locale, kept.names, 'names');
  if ('country' in kept) return countryName(locale, kept.country);
  if ('parts' in kept) return kept.parts.map((part) => say(language, part)).join(', ');
  if ('card' in kept) return cardViewWords(language, kept.card)[kept.as];
  return discountInWords(language, kept.discount, kept.recurring, null);
}

/** Says facts in one language. */
export const sayFacts = (language: Language, facts: readonly SayableFact[]): Fact[] =>
  facts.map(({ label, value, spoken, long }) => ({
    label: say(language, label),
    value: say(language, value),
    ...(spoken !== undefined && { spoken: say(language, spoken) }),
    ...(long !== undefined && { long }),
  }));

/** Says what was done in one language. */
export const sayDone = (language: Language, { title, lead, facts }: Done): Confirmation => ({
  title: say(language, title),
  lead: lead === null ? null : say(language, lead),
  facts: sayFacts(language, facts),
});

/** A payment method as it is written or read aloud; one that is no card is named by its type. */
export function sayableMethod(method: PaymentMethod, as: 'masked' | 'spoken'): Sayable {
  const card = cardInView(method);
  return card ? { card, as } : method.type;
}
