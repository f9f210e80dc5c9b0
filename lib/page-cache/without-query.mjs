// Read by handler.mjs, which Node runs as it stands.
//
// Next writes the address that a page was asked under into the page, the query whole, for its own router, which in a
// browser reads the real address instead. A page that is kept would show everybody what its first visitor had there: an
// e-mail address in a link, for instance. In the HTML it stands within a script's string, in the data plainly.

const QUOTED = String.raw`(?:[^"\\]|\\u[0-9a-f]{4})*`;
const IN_HTML = new RegExp(
  String.raw`(\\"c\\":\[(?:\\"${QUOTED}\\",)*\\"[^"\\?]*)(?:\?${QUOTED})?(\\"\],\\"q\\":\\")${QUOTED}(?=\\")`,
  'g',
);
const IN_DATA = /("c":\[(?:"[^"]*",)*"[^"?]*)(?:\?[^"]*)?("\],"q":")[^"]*(?=")/g;

/**
 * A finished page without its first visitor's query; null when the place where it stands is not found, and the page
 * must not be kept.
 * @template {{ html?: unknown, rscData?: Buffer }} Page
 * @param {Page} page
 * @returns {Page | null}
 */
export function withoutQuery(page) {
  const { html, rscData } = page;
  if (typeof html !== 'string' || !html.includes('self.__next_f')) return page;
  const cleaned = html.replace(IN_HTML, '$1$2');
  if (html.search(IN_HTML) === -1) return null;
  // latin1, so that whatever bytes there are come out as they went in
  const data = rscData && Buffer.from(rscData.toString('latin1').replace(IN_DATA, '$1$2'), 'latin1');
  return { ...page, html: cleaned, ...(data && { rscData: data }) };
}
