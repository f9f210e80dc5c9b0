const SHARED = [
  ...(['bg', 'cs', 'da', 'de', 'el', 'en', 'en-GB', 'es', 'es-419', 'et', 'fi', 'fil', 'fr'] as const),
  ...(['fr-CA', 'hr', 'hu', 'id', 'it', 'ja', 'ko', 'lt', 'lv', 'ms', 'mt', 'nb', 'nl', 'pl'] as const),
  ...(['pt', 'pt-BR', 'ro', 'ru', 'sk', 'sl', 'sv', 'th', 'tr', 'vi', 'zh', 'zh-HK', 'zh-TW'] as const),
] as const;

/** The 46 locales that the hosted pages are written in. */
export const PAGE_LOCALES = [
  ...SHARED,
  ...(['en-AU', 'en-CA', 'en-IE', 'en-IN', 'en-NZ', 'en-SG'] as const),
] as const;

export type PageLocale = (typeof PAGE_LOCALES)[number];

/** What a portal session's `locale` may be. https://docs.stripe.com/api/customer_portal/sessions/create */
export const PORTAL_LOCALES = ['auto', ...PAGE_LOCALES] as const;

/** What a Checkout session's `locale` may be. https://docs.stripe.com/api/checkout/sessions/create */
export const CHECKOUT_LOCALES = ['auto', ...SHARED, 'hi-IN'] as const;
