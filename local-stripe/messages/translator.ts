import { IntlMessageFormat } from 'intl-messageformat';
import { intlTag } from '../hosted/locale-of';
import { CATALOGUES, type MessageKey, type Messages } from './catalogues';

export type { MessageKey } from './catalogues';

/** Says a message in one language. Throws when a value the message names is missing. */
export type Translate = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

/** What is to be said once it is known in which language. */
export type Said = Readonly<{ key: MessageKey; values?: Readonly<Record<string, string | number>> }>;

const translators = new Map<string, Translate>();

/**
 * The words of a locale: its own catalogue over its language's (`fr-CA` over `fr`), else English.
 * The answer is plain text; templates escape it.
 */
export function translator(locale: string): Translate {
  const known = translators.get(locale);
  if (known) return known;
  const language = locale.split('-')[0] ?? locale;
  const isSpoken = CATALOGUES[language] !== undefined;
  const made = translate(isSpoken ? intlTag(locale) : 'en', {
    ...CATALOGUES.en,
    ...CATALOGUES[language],
    ...CATALOGUES[locale],
  });
  translators.set(locale, made);
  return made;
}

function translate(locale: string, messages: Messages): Translate {
  const parsed = new Map<MessageKey, IntlMessageFormat>();
  return (key, values) => {
    // Messages are text, never markup: a "<" in one is a "<".
    const message =
      parsed.get(key) ?? new IntlMessageFormat(messages[key], locale, undefined, { ignoreTag: true });
    parsed.set(key, message);
    return String(message.format(values && isolated(values)));
  };
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** A name in Hebrew or Arabic is set apart: it would turn round the figures beside it. */
const isolated = (values: Readonly<Record<string, string | number>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value,
    ]),
  );
