/** A mail with one thing to do: plain sentences around one link. */
export type Letter = Readonly<{
  to: string;
  subject: string;
  /** What it is about, above the button. */
  lead: string;
  /** The button's words, and where it leads. */
  button: string;
  link: string;
  /** What to know besides, below. */
  note: string;
}>;

/** The letter for programs that show no HTML; the link stands alone on its line, so that it is found whole. */
export function textOf({ lead, button, link, note }: Letter): string {
  return `${lead}\n\n${button}:\n${link}\n\n${note}\n`;
}

/**
 * The letter as HTML: one column, colours of its own, nothing loaded from elsewhere, so that opening it tells nobody.
 * The link stands below the button as well, for programs that show no buttons.
 */
export function htmlOf({ subject, lead, button, link, note }: Letter): string {
  const href = escaped(link);
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    '<body style="margin:0;padding:24px;background:#ffffff;color:#1c1917;font:16px/1.5 system-ui,sans-serif">',
    '<div style="max-width:480px;margin:0 auto">',
    `<p>${escaped(lead)}</p>`,
    `<p style="margin:24px 0"><a href="${href}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1c1917;color:#ffffff;text-decoration:none;font-weight:600">${escaped(button)}</a></p>`,
    `<p style="color:#57534e;font-size:14px">${escaped(note)}</p>`,
    `<p style="color:#57534e;font-size:14px;overflow-wrap:anywhere">${href}</p>`,
    '</div></body></html>',
    '',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
