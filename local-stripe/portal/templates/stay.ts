import { html } from 'hono/html';
import type { Html } from '../../hosted/templates/layout';
import type { Translate } from '../../messages/translator';

/** The way out for those who keep the plan as it is: to a path of the portal or a web address, or nothing. */
export function stayLink(t: Translate, href: string | null, product: string): Html | '' {
  return href && /^(https?:\/\/|\/)/i.test(href)
    ? html`<a class="secondary" href="${href}">${t('cancel.keep', { product })}</a>`
    : '';
}
