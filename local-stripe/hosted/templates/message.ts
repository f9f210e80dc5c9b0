import { html } from 'hono/html';
import { translator } from '../../messages/translator';
import { type Html, returnButton, singlePage } from './layout';
import type { Frame } from './view';

/** A page of words alone. `locale` is used when there is no frame; default `en`. */
export type Message = Readonly<{ title: string; body: string; detail?: string; locale?: string }>;

/** The situations the portal has words for. */
export type Situation =
  | Readonly<{ kind: 'session-expired' }>
  | Readonly<{ kind: 'unknown-link' }>
  | Readonly<{ kind: 'already-completed' }>
  | Readonly<{ kind: 'no-longer-possible' }>
  | Readonly<{ kind: 'error' }>;

const NAMES = {
  'session-expired': 'expired',
  'unknown-link': 'unknown',
  'already-completed': 'completed',
  'no-longer-possible': 'impossible',
  error: 'error',
} as const;

/** The words for a situation: what happened, that nothing was charged, what to do next. */
export function messageFor(locale: string, situation: Situation): Message {
  const t = translator(locale);
  const name = NAMES[situation.kind];
  return {
    title: t(`message.${name}.title`),
    body: t(`message.${name}.body`),
    detail: t(`message.${name}.next`),
    locale,
  };
}

/** Title, body, detail, and the way back when there is one. `frame` is null when the session is unknown. */
export function messagePage(frame: Frame | null, message: Message): Html {
  const locale = frame?.locale ?? message.locale ?? 'en';
  return singlePage(frame, locale, {
    title: message.title,
    body: html`<div class="words"><h1>${message.title}</h1>
<p>${message.body}</p>
${message.detail ? html`<p class="soft">${message.detail}</p>` : ''}
${frame ? returnButton(frame, translator(locale)) : ''}</div>`,
  });
}
