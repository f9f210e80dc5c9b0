import { html } from 'hono/html';
import { type Html, tillPage } from '../../hosted/templates/layout';
import type { Frame } from '../../hosted/templates/view';
import { translator } from '../../messages/translator';
import { type Fact, factRow } from './confirmation';

/** A question of the portal's home before something is done. */
export type Question = Readonly<{
  title: string;
  lead: string;
  facts: readonly Fact[];
  /** What the one button says. */
  button: string;
  /** The last step of something that cannot be taken back. */
  isFinal: boolean;
  action: string;
  token: string;
  /** The portal's home. */
  home: string;
}>;

/** Asks once more: what happens, the one button that does it, and the way back. The form posts `token` to `action`. */
export function askPage(frame: Frame, question: Question): Html {
  const t = translator(frame.locale);
  const { title, lead, facts, button, isFinal, action, token, home } = question;
  return tillPage(frame, {
    title,
    about: html`<h1>${title}</h1>
<p>${lead}</p>`,
    slip: html`<dl class="rows">${facts.map(factRow)}</dl>
<form class="flush choices" method="post" action="${action}"><input type="hidden" name="token" value="${token}">
<button class="${isFinal ? 'primary danger' : 'primary'}" type="submit">${button}</button>
<a class="secondary" href="${home}">${t('ask.back')}</a></form>`,
  });
}
