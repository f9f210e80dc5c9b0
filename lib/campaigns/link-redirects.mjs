// Read by next.config.mjs, which Node runs before anything is compiled.

/** Every page but those that are no destination of a campaign; a test holds that each of them keeps out of the way. */
const PAGES = '/:page((?!go(?:/|$)|go$|api/|_next/|prices/|sign-in|account/return/).*)';
const UTM = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];

/**
 * Links to any page that say where a visitor comes from lead through /go, which notes it and goes on without: the kept
 * pricing pages never see it, and no page is asked for twice. A code on another page than the pricing page leads there,
 * and so does a bare /pricing of somebody who came by a link.
 */
export function linkRedirects() {
  const through = (source, has, missing = []) => ({
    source,
    has,
    missing,
    destination: source === PAGES ? '/go?to=/:page' : '/go',
    permanent: false,
  });
  return [
    ...UTM.map((key) => through(PAGES, [{ type: 'query', key }])),
    through('/', [{ type: 'query', key: 'promo' }]),
    through(
      '/pricing',
      [{ type: 'cookie', key: 'sidedoor-campaign' }],
      ['promo', 'plan', 'interval', 'currency', 'refused'].map((key) => ({ type: 'query', key })),
    ),
  ];
}
