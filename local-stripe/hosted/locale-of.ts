import { PAGE_LOCALES, type PageLocale } from './locales';

/**
 * The locale of a page: the session's, else the first of the customer's that the pages are written in, else the one that
 * the browser likes best; English when there is none.
 * https://docs.stripe.com/api/customer_portal/sessions/create#create_portal_session-locale
 * @param session the session's `locale`; `auto` and null leave the choice to the others.
 * @param preferred the customer's `preferred_locales`, in their order.
 * @param acceptLanguage the request's header, "" without one.
 */
export function localeOf(
  session: string | null,
  preferred: readonly string[],
  acceptLanguage: string,
): PageLocale {
  for (const wanted of [session ?? '', ...preferred, ...accepted(acceptLanguage)]) {
    const found = nearest(wanted);
    if (found) return found;
  }
  return 'en';
}

/** The languages of an `Accept-Language` header, the best liked first. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4 */
function accepted(header: string): string[] {
  return header
    .slice(0, 1000)
    .split(',')
    .flatMap((entry) => {
      const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim());
      const weight = Number(parameters.find((each) => /^q=/i.test(each))?.slice(2) ?? 1);
      return weight > 0 && weight <= 1 ? [{ tag, weight }] : [];
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

const known = new Map<string, PageLocale>(PAGE_LOCALES.map((locale) => [locale.toLowerCase(), locale]));

/** Languages under another name than the pages': Norwegian in any form is Bokmål, Tagalog is Filipino. */
const ALIASES: Readonly<Partial<Record<string, PageLocale>>> = { nn: 'nb', no: 'nb', tl: 'fil' };

/** Where Spanish is that of Spain. */
const IBERIAN: readonly string[] = ['ES', 'GQ', 'EA', 'IC', 'PH'];

/** The locale of the pages that is nearest to a language tag; null for another language, and for what is no tag. */
function nearest(tag: string): PageLocale | null {
  const exact = known.get(tag.toLowerCase());
  if (exact) return exact;
  const read = localeFrom(tag);
  if (!read) return null;
  const { language, region } = read;
  if (language === 'zh') return chinese(read);
  if (language === 'es' && region) return IBERIAN.includes(region) ? 'es' : 'es-419';
  return known.get(`${language}-${region}`.toLowerCase()) ?? known.get(language) ?? ALIASES[language] ?? null;
}

/** Traditional characters as in Hong Kong and Macau or as in Taiwan, else simplified ones. */
function chinese(read: Intl.Locale): PageLocale {
  const { script, region } = read.maximize();
  if (script !== 'Hant') return 'zh';
  return region === 'HK' || region === 'MO' ? 'zh-HK' : 'zh-TW';
}

function localeFrom(tag: string): Intl.Locale | null {
  try {
    return /^[a-z]{2,3}(-|$)/i.test(tag) ? new Intl.Locale(tag) : null;
  } catch {
    return null; // such as "de-x"
  }
}

/** The tag under which `Intl` knows a page's locale: Stripe's `pt` is European Portuguese, ICU's is Brazilian. */
export const intlTag = (locale: string): string => (locale === 'pt' ? 'pt-PT' : locale);
