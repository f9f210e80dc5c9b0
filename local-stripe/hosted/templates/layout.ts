import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { type Translate, translator } from '../../messages/translator';
import { STYLES } from './styles';
import type { Frame } from './view';

/** Escaped markup, ready to be sent or nested. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/**
 * A page of the till: left who is paid and what it is about, right the slip with the one button.
 * `alert` comes before everything else. `title` is the heading; the business is added to it. With `leaveByButton`
 * the way back is the page's one button, and the link at the top is left out.
 */
export function tillPage(
  frame: Frame,
  page: Readonly<{
    title: string;
    alert?: Html;
    about: Html;
    slip: Html;
    leaveByButton?: boolean;
  }>,
): Html {
  const t = translator(frame.locale);
  return document(
    frame.locale,
    `${page.title} · ${frame.business}`,
    html`<main>
${page.alert ?? ''}
<div class="columns">
<div class="about">
${page.leaveByButton ? '' : returnLink(frame, t)}
${payee(frame)}
${page.about}
</div>
<div class="slip">${page.slip}</div>
</div>
</main>
${footer(frame, t)}`,
  );
}

/** A page in one column. `frame` is null when nobody knows whose page it is. */
export function singlePage(
  frame: Frame | null,
  locale: string,
  page: Readonly<{ title: string; body: Html }>,
): Html {
  const t = translator(locale);
  return document(
    locale,
    frame ? `${page.title} · ${frame.business}` : page.title,
    html`<main class="single">
${frame ? payee(frame) : ''}
${page.body}
</main>
${footer(frame, t)}`,
  );
}

/** "← Return to Northlight", or nothing when the session has no way back. */
function returnLink(frame: Frame, t: Translate): Html | '' {
  const way = wayBack(frame, t);
  return way && html`<a class="back" href="${way.href}">${ARROW}<span>${way.label}</span></a>`;
}

/** Where the way back leads: from the pages behind the portal's home to that home, else out to the company. */
function wayBack(frame: Frame, t: Translate): { href: string; label: string } | '' {
  if (frame.home !== undefined) return { href: frame.home, label: t('home.back') };
  const href = webAddress(frame.returnUrl);
  return href === null ? '' : { href, label: t('frame.return', { business: frame.business }) };
}

const ARROW = html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false"><path d="M14 8H2.5M7 3.5L2.5 8L7 12.5"/></svg>`;

/** The way back as the page's one button, or nothing. */
export function returnButton(frame: Frame, t: Translate): Html | '' {
  const way = wayBack(frame, t);
  return way && html`<a class="primary" href="${way.href}">${way.label}</a>`;
}

function payee({ business }: Frame): Html {
  const initial = [...business.trim()][0] ?? '';
  return html`<p class="payee"><span class="initial" aria-hidden="true">${initial}</span><span>${business}</span></p>`;
}

function footer(frame: Frame | null, t: Translate): Html {
  const terms = webAddress(frame?.termsUrl);
  const privacy = webAddress(frame?.privacyUrl);
  return html`<footer>
${frame?.headline ? html`<p class="headline">${frame.headline}</p>` : ''}
${
  terms || privacy
    ? html`<nav aria-label="${t('frame.legal')}">${terms ? html`<a href="${terms}">${t('frame.terms')}</a>` : ''}${
        privacy ? html`<a href="${privacy}">${t('frame.privacy')}</a>` : ''
      }</nav>`
    : ''
}
<p class="mark">${t('mark.test')}</p>
</footer>`;
}

/** Only web addresses become links: anything else ("javascript:…") is dropped. */
function webAddress(url: string | null | undefined): string | null {
  return url && /^https?:\/\//i.test(url) ? url : null;
}

function document(locale: string, title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<style>${raw(STYLES)}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
