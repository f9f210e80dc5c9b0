import { html } from 'hono/html';
import { translator } from '../messages/index';
import { type Html, returnButton, singlePage } from './layout';
import type { Frame } from './view';

/** A page of words with the way on: to the portal's home at `home`, else back to the company. */
export function standsPage(
  frame: Frame,
  { title, body, detail }: Readonly<{ title: string; body: string; detail: string }>,
  home: string | null,
): Html {
  const t = translator(frame.locale);
  return singlePage(frame, frame.locale, {
    title,
    body: html`<div class="words"><h1>${title}</h1>
<p>${body}</p>
<p class="soft">${detail}</p>
${home === null ? returnButton(frame, t) : html`<a class="primary" href="${home}">${t('stands.home')}</a>`}</div>`,
  });
}
