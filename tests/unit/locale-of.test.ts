import { expect, test } from 'vitest';
import { localeOf } from '../../local-stripe/hosted/locale-of';
import { PAGE_LOCALES } from '../../local-stripe/hosted/locales';

test('the pages are written in 46 locales, and each is its own', () => {
  expect(PAGE_LOCALES).toHaveLength(46);
  for (const locale of PAGE_LOCALES) expect(localeOf(locale, ['ja'], 'it')).toBe(locale);
});

test.each([
  ['de-AT', 'de'],
  ['DE-at', 'de'],
  ['en-US', 'en'],
  ['en-gb', 'en-GB'],
  ['en-ZA', 'en'],
  ['es-ES', 'es'],
  ['es-MX', 'es-419'],
  ['es-US', 'es-419'],
  ['fr-CA', 'fr-CA'],
  ['fr-CH', 'fr'],
  ['nn', 'nb'],
  ['no', 'nb'],
  ['nb-NO', 'nb'],
  ['pt-PT', 'pt'],
  ['pt-AO', 'pt'],
  ['pt-br', 'pt-BR'],
  ['tl', 'fil'],
  ['zh-CN', 'zh'],
  ['zh-Hans-TW', 'zh'],
  ['zh-SG', 'zh'],
  ['zh-TW', 'zh-TW'],
  ['zh-Hant', 'zh-TW'],
  ['zh-HK', 'zh-HK'],
  ['zh-Hant-HK', 'zh-HK'],
  ['de-DE-u-nu-latn', 'de'],
  ['uk', 'en'],
  ['de-x', 'en'],
  ['i-klingon', 'en'],
  ['*', 'en'],
  ['', 'en'],
])('whoever prefers %s reads %s', (preferred, locale) => {
  expect(localeOf(null, [preferred], '')).toBe(locale);
});

test.each([
  ['de', ['ja'], 'it', 'de'],
  ['auto', ['ja'], 'it', 'ja'],
  [null, ['uk', 'ja'], 'it', 'ja'],
  [null, ['uk'], 'it', 'it'],
  ['hi-IN', [], 'it', 'it'],
  [null, [], 'uk, *;q=0.5', 'en'],
] as const)('session %s, customer %j, browser %s: %s', (session, preferred, accept, locale) => {
  expect(localeOf(session, preferred, accept)).toBe(locale);
});

test.each([
  ['da, en-GB;q=0.8, en;q=0.7', 'da'],
  ['fr;q=0.4, de;q=0.9', 'de'],
  ['fr;q=0, de;q=0.1', 'de'],
  ['fr;q=2, de;q=0.1', 'de'],
  ['fr; q=0.5 , sv', 'sv'],
  ['uk, ru;q=0.9, en;q=0.1', 'ru'],
  [',,;q=1, pl', 'pl'],
])('Accept-Language "%s" is answered in %s', (header, locale) => {
  expect(localeOf(null, [], header)).toBe(locale);
});
