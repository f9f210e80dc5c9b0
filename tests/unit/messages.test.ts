import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { PAGE_LOCALES } from '../../local-stripe/hosted/locales';
import { CATALOGUES } from '../../local-stripe/messages/catalogues';
import { translator } from '../../local-stripe/messages/translator';

const FOLDER = 'local-stripe/messages';

type Catalogue = Readonly<Record<string, string>>;
const read = (locale: string): Catalogue => JSON.parse(readFileSync(`${FOLDER}/${locale}.json`, 'utf8'));

const LOCALES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));
const english = read('en');
/** Catalogues that hold only what differs from their language's. */
const REGIONAL = ['en-AU', 'en-CA', 'en-GB', 'en-IE', 'en-IN', 'en-NZ', 'en-SG', 'es-419', 'fr-CA'];
const languages = LOCALES.filter((locale) => !REGIONAL.includes(locale));

/** Words that are the same in English and in the language, so that nobody could translate them. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  fil: [
    'frame.privacy',
    'change.card',
    'cancel.done.plan',
    'choose.plan',
    'checkout.email',
    'invoice.title',
    'card.cvc',
    'card.postalCode',
    'billing.email',
    'billing.email.short',
    'billing.postal_code',
    'billing.tax',
    'home.default',
  ],
  id: ['invoice.total'],
  pl: ['cancel.done.plan', 'choose.plan', 'billing.email.short'],
  da: ['billing.email.short', 'home.whose'],
  nb: ['home.whose'],
  fr: ['invoice.total', 'billing.email.short'],
  cs: ['billing.email.short'],
  sk: ['billing.email.short'],
  es: ['cancel.done.plan', 'choose.plan', 'invoice.total'],
  hr: ['cancel.done.plan', 'choose.plan'],
  it: ['billing.email.short'],
  et: ['billing.tax_value'],
  pt: ['invoice.total', 'billing.email.short'],
  'pt-BR': ['invoice.total', 'billing.email.short'],
  tr: ['cancel.done.plan', 'choose.plan'],
  ro: ['change.card', 'invoice.total', 'billing.email.short'],
  de: ['billing.name'],
  nl: ['frame.privacy', 'billing.email.short'],
  hu: ['billing.email.short'],
  mt: ['invoice.total'],
};

/** What a message takes, e.g. `count: plural`, and the cases of its plurals and selects. */
function shape(message: string, locale: string): { takes: string[]; selects: string[]; plurals: string[][] } {
  const takes = new Set<string>();
  const selects = new Set<string>();
  const plurals: string[][] = [];
  type Node = ReturnType<IntlMessageFormat['getAst']>[number];
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (!('value' in node) || node.type === 0) continue;
      takes.add(`${node.value}: ${node.type === 6 ? 'plural' : node.type === 5 ? 'select' : 'value'}`);
      if (!('options' in node)) continue;
      const cases = Object.keys(node.options);
      if (node.type === 6) plurals.push(cases);
      else selects.add(`${node.value}: ${cases.sort().join(' ')}`);
      for (const option of Object.values(node.options)) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst());
  return { takes: [...takes].sort(), selects: [...selects].sort(), plurals };
}

test('every locale of the pages has a catalogue, and every catalogue is spoken', () => {
  expect([...LOCALES].sort()).toEqual([...PAGE_LOCALES].sort());
  expect(Object.keys(CATALOGUES).sort()).toEqual([...PAGE_LOCALES].sort());
});

test.each(languages)('%s has every message of English and no other', (locale) => {
  expect(Object.keys(read(locale)).sort()).toEqual(Object.keys(english).sort());
});

test.each(REGIONAL.filter((locale) => LOCALES.includes(locale)))('%s only adds to its language', (locale) => {
  const language = read(locale.split('-')[0] ?? locale);
  const strange = Object.entries(read(locale)).filter(
    ([key, message]) => (language[key] ?? message) === message,
  );
  expect(strange).toEqual([]);
});

test.each(LOCALES)(
  '%s takes the same values and makes the same choices as English in every message',
  (locale) => {
    const differing = Object.entries(read(locale)).flatMap(([key, message]) => {
      const [own, model] = [shape(message, locale), shape(english[key] ?? '', 'en')];
      return JSON.stringify([own.takes, own.selects]) === JSON.stringify([model.takes, model.selects])
        ? []
        : [`${key}: ${message}`];
    });
    expect(differing).toEqual([]);
  },
);

test.each(LOCALES)('%s has the plural forms that its language has for whole numbers', (locale) => {
  const rules = new Intl.PluralRules(locale);
  const forms = new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)));
  const wrong = Object.entries(read(locale)).flatMap(([key, message]) =>
    shape(message, locale).plurals.flatMap((cases) => {
      const named = cases.filter((name) => !name.startsWith('='));
      const missing = [...forms].filter((form) => form !== 'one' || !cases.includes('=1'));
      const lacks = missing.filter(
        (form) => !named.includes(form) && !(named.length === 1 && forms.size <= 2),
      );
      const foreign = named.filter(
        (name) =>
          name !== 'other' && !rules.resolvedOptions().pluralCategories.includes(name as Intl.LDMLPluralRule),
      );
      return lacks.length + foreign.length > 0 ? [`${key}: lacks ${lacks}, foreign ${foreign}`] : [];
    }),
  );
  expect(wrong).toEqual([]);
});

test.each(languages.filter((locale) => locale !== 'en'))('%s leaves nothing in English', (locale) => {
  const said = read(locale);
  const left = Object.keys(english).filter(
    (key) =>
      said[key] === english[key] &&
      /\p{L}{2}/u.test((said[key] ?? '').replace(/\{[^{}]*\}/g, '')) &&
      !SAME[locale]?.includes(key),
  );
  expect(left).toEqual([]);
});

test.each(LOCALES)('%s writes typographic apostrophes, and nothing empty or padded', (locale) => {
  const odd = Object.entries(read(locale)).flatMap(([key, message]) =>
    message.includes("'") || message.trim() === '' || message.trim() !== message ? [key] : [],
  );
  expect(odd).toEqual([]);
});

test('a name from right to left is set apart from the figures beside it', () => {
  const t = translator('en');
  expect(t('item.quantity', { quantity: 3, product: 'الخطة' })).toBe('3 × \u2068الخطة\u2069');
  expect(t('item.quantity', { quantity: 3, product: 'Pro' })).toBe('3 × Pro');
});
