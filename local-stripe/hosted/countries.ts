import { intlTag } from './locale-of';

/** The countries of an address, by ISO 3166-1 alpha-2. */
const CODES =
  'AC AD AE AF AG AI AL AM AO AQ AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CV CW CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IS IT JE JM JO JP KE KG KH KI KM KN KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PY QA RE RO RS RU RW SA SB SC SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WF WS XK YE YT ZA ZM ZW';

const COUNTRIES: readonly string[] = CODES.split(' ');
const known: ReadonlySet<string> = new Set(COUNTRIES);

export const isCountry = (code: string): boolean => known.has(code);

const listed = new Map<string, readonly Readonly<{ value: string; name: string }>[]>();

/** Every country with its name in a language, in the order of that language. */
export function countryOptions(locale: string): readonly Readonly<{ value: string; name: string }>[] {
  const before = listed.get(locale);
  if (before) return before;
  const order = new Intl.Collator(intlTag(locale));
  const names = namesOf(locale);
  const options = COUNTRIES.map((value) => ({ value, name: names.of(value) ?? value })).sort((a, b) =>
    order.compare(a.name, b.name),
  );
  listed.set(locale, options);
  return options;
}

/** "Germany"; the code itself when it is none. */
export function countryName(locale: string, code: string): string {
  if (!isCountry(code)) return code;
  return namesOf(locale).of(code) ?? code;
}

const namesOf = (locale: string): Intl.DisplayNames =>
  new Intl.DisplayNames(intlTag(locale), { type: 'region' });

/** The country that most people with this language tag live in. */
export function likelyCountry(locale: string): string {
  const region = new Intl.Locale(intlTag(locale)).maximize().region ?? 'US';
  return isCountry(region) ? region : 'US';
}

/** Countries whose banks check the postal code, so a card form has to ask for it. */
const POSTAL_CODES: Readonly<Partial<Record<string, RegExp>>> = {
  US: /^\d{5}([ -]?\d{4})?$/,
  CA: /^[A-Z]\d[A-Z][ -]?\d[A-Z]\d$/i,
  GB: /^[A-Z]{1,2}\d[A-Z\d]?[ -]?\d[A-Z]{2}$/i,
};

/** What is wrong with a card's postal code. */
export function postalCodeProblem(country: string, postalCode: string): 'missing' | 'wrong' | null {
  const pattern = POSTAL_CODES[country];
  if (!pattern) return null;
  if (postalCode === '') return 'missing';
  return pattern.test(postalCode) ? null : 'wrong';
}
