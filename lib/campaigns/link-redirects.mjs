// Read by next.config.mjs, which Node runs before anything is compiled.

/** Pages that are no destination of a campaign: sign-in keeps its own way back, the team's form has these fields itself. */
const NOT_LANDED_ON = ['go', 'api', '_next', 'prices', 'sign-in', 'account/return', 'campaigns'];
const anyPageBut = (...paths) => `/:page((?!(?:${paths.join('|')})(?:/|$)).*)`;
const UTM = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];
const CHOICES = ['promo', 'plan', 'interval', 'currency', 'quantity', 'refused'];

const query = (key) => ({ type: 'query', key });

/**
 * Links to any page that say where a visitor comes from lead through /go, which notes it and goes on without: the kept
 * pricing pages never see it, and no page is asked for twice. A code on another page than the pricing page leads there,
 * and so does a bare /pricing of somebody who came by a link.
 */
export function linkRedirects() {
  const page = anyPageBut(...NOT_LANDED_ON);
  const elsewhere = anyPageBut(...NOT_LANDED_ON, 'pricing');
  const cookie = { type: 'cookie', key: 'sidedoor-campaign' };
  return [
    ...UTM.map((key) => ({
      source: page,
      has: [query(key)],
      destination: '/go?to=/:page',
      permanent: false,
    })),
    { source: elsewhere, has: [query('promo')], destination: '/go', permanent: false },
    { source: '/pricing', has: [cookie], missing: CHOICES.map(query), destination: '/go', permanent: false },
  ];
}
