import { html } from 'hono/html';
import { type Html, returnButton, tillPage } from '../../hosted/templates/layout';
import type { Frame } from '../../hosted/templates/view';
import { translator } from '../../messages/translator';

/**
 * One fact. `spoken` is read aloud in its place where the written form is not for the ear; a `long` one may take lines.
 */
export type Fact = Readonly<{ label: string; value: string; spoken?: string; long?: boolean }>;

/** What a finished flow tells, in the words of the visitor's language. */
export type Confirmation = Readonly<{
  /** What is the case now: "Your new card is saved". */
  title: string;
  lead: string | null;
  facts: readonly Fact[];
}>;

/** The hosted confirmation of a flow; `customMessage` is `hosted_confirmation.custom_message`: text only. */
export function confirmationPage(
  frame: Frame,
  { title, lead, facts }: Confirmation,
  customMessage: string | null,
): Html {
  const t = translator(frame.locale);
  const button = returnButton(frame, t);
  return tillPage(frame, {
    title,
    leaveByButton: true,
    about: html`${TICK}<h1>${title}</h1>
${lead ? html`<p>${lead}</p>` : ''}`,
    slip: html`${facts.length > 0 ? html`<dl class="rows">${facts.map(factRow)}</dl>` : ''}
${
  customMessage
    ? html`<div class="note-from"><p class="small soft">${t('done.note', { business: frame.business })}</p>
<p>${customMessage}</p></div>`
    : ''
}
${button && html`<div class="flush">${button}</div>`}`,
  });
}

/** A fact as a row of a `<dl>`. */
export function factRow({ label, value, spoken, long }: Fact): Html {
  return html`<div class="${long ? 'row plan' : spoken === undefined ? 'row' : 'row card'}"><dt>${label}</dt><dd>${
    spoken === undefined
      ? value
      : html`<span aria-hidden="true">${value}</span><span class="unseen">${spoken}</span>`
  }</dd></div>`;
}

const TICK = html`<svg class="tick" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false"><circle cx="20" cy="20" r="20"/><path d="M12 20.5l5.5 5.5L28.5 15"/></svg>`;
