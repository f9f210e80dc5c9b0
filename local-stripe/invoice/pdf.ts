import type { PDFFont, PDFPage } from '@pdfme/pdf-lib';
import { formatMoney, formatPeriod } from '../hosted/templates/format';
import { balanceText, lineText } from '../hosted/templates/invoice-lines';
import type { Money } from '../hosted/templates/view';
import { translator } from '../messages/translator';
import { type InvoiceView, standing } from './invoice-page';

/** A4 in points, and the margin on every side. */
const [WIDTH, HEIGHT, MARGIN] = [595, 842, 56];
const RIGHT = WIDTH - MARGIN;

type Row = Readonly<{ label: string; note: string | null; amount: string; strong: boolean }>;

/** Languages that the PDF's fonts have all letters of. */
const PRINTED = ['da', 'de', 'en', 'es', 'et', 'fi', 'fil', 'fr', 'id', 'it', 'ms', 'nb', 'nl', 'pt', 'sv'];

/** The language of an invoice's PDF: its page's, or English for those whose letters the fonts lack. */
export const pdfLocale = (locale: string): string =>
  PRINTED.includes(locale.split('-')[0] ?? '') ? locale : 'en';

/**
 * An invoice as a PDF with the figures of its page. It uses the fonts that every reader has, so letters outside Western
 * European ones are shown as `?`.
 * @param date when it was finalized (Unix seconds): the same invoice gives the same file.
 */
export async function invoicePdf(view: InvoiceView, date: number): Promise<Uint8Array> {
  // Loaded when the first PDF is asked for: it takes longer than starting the server.
  const { PDFDocument, StandardFonts } = await import('@pdfme/pdf-lib');
  const document = await PDFDocument.create({ updateMetadata: false });
  const fonts = {
    plain: await document.embedFont(StandardFonts.Helvetica),
    strong: await document.embedFont(StandardFonts.HelveticaBold),
  };
  const known = new Set(fonts.plain.getCharacterSet());
  const { title, recipient, standing: words, rows } = contentOf(view, known);
  document.setTitle(title);
  document.setCreationDate(new Date(date * 1000));
  document.setModificationDate(new Date(date * 1000));
  let page = document.addPage([WIDTH, HEIGHT]);
  let y = HEIGHT - MARGIN;
  const write = (text: string, size: number, strong = false): void => {
    for (const line of wrapped(text, strong ? fonts.strong : fonts.plain, size, RIGHT - MARGIN)) {
      y -= size * 1.5;
      page.drawText(line, { x: MARGIN, y, size, font: strong ? fonts.strong : fonts.plain });
    }
  };
  write(printable(view.frame.business, known), 11);
  write(title, 22, true);
  if (recipient !== null) write(recipient, 11);
  write(words, 11);
  y -= 24;
  for (const row of rows) {
    const font = row.strong ? fonts.strong : fonts.plain;
    const labels = wrapped(row.label, font, 11, 340);
    if (y - labels.length * 17 - 18 < MARGIN) {
      page = document.addPage([WIDTH, HEIGHT]);
      y = HEIGHT - MARGIN;
    }
    y -= 20;
    const x = RIGHT - font.widthOfTextAtSize(row.amount, 11);
    page.drawText(row.amount, { x, y, size: 11, font });
    labels.forEach((label, i) => {
      if (i > 0) y -= 15;
      page.drawText(label, { x: MARGIN, y, size: 11, font });
    });
    if (row.note !== null) {
      y -= 13;
      page.drawText(row.note, { x: MARGIN, y, size: 9, font: fonts.plain });
    }
    y -= 6;
    rule(page, y);
  }
  return document.save();
}

function rule(page: PDFPage, y: number): void {
  page.drawLine({ start: { x: MARGIN, y }, end: { x: RIGHT, y }, thickness: 0.5, opacity: 0.3 });
}

/** The same words and figures as on the page. */
function contentOf(view: InvoiceView, known: ReadonlySet<number>) {
  const { locale } = view.frame;
  const t = translator(locale);
  const row = (label: string, amount: Money, note: string | null = null, strong = false): Row => ({
    label: printable(label, known),
    note: note && printable(note, known),
    amount: printableMoney(locale, amount, known),
    strong,
  });
  const rows: Row[] = view.lines.map((line) => {
    const { amount, from, until } = line;
    return row(
      lineText({ locale, t }, line),
      amount,
      until > from ? formatPeriod(locale, from, until) : null,
    );
  });
  if (view.discount) rows.push(row(t('invoice.discount'), view.discount));
  rows.push(row(t('invoice.total'), view.total));
  if (view.balance) rows.push(row(balanceText({ locale, t }, view.balance), view.balance));
  if (view.later) rows.push(row(t('invoice.later'), view.later));
  rows.push(row(t(view.status === 'paid' ? 'invoice.charged' : 'invoice.due'), view.amount, null, true));
  return {
    title: printable(t('invoice.title', { number: view.number }), known),
    recipient: view.customer === null ? null : printable(t('invoice.to', { customer: view.customer }), known),
    standing: printable(standing({ locale, t }, view), known),
    rows,
  };
}

/** What stands in for signs that the font lacks: a minus, and the narrow spaces in figures. */
const STAND_INS: Readonly<Record<string, string>> = { '\u2212': '-', '\u2009': ' ', '\u202f': ' ' };

function printable(text: string, known: ReadonlySet<number>): string {
  return [...text]
    .map((sign) => STAND_INS[sign] ?? sign)
    .map((sign) => (known.has(sign.codePointAt(0) ?? 0) ? sign : '?'))
    .join('');
}

/** An amount with its sign, or with its code when the font lacks the sign. */
function printableMoney(locale: string, money: Money, known: ReadonlySet<number>): string {
  const text = printable(formatMoney(locale, money), known);
  if (!text.includes('?')) return text;
  const figures = printable(formatMoney('en', money), known).replace(/^(-?)[^\d]*/, '$1');
  return `${money.currency.toUpperCase()} ${figures}`;
}

/** Breaks a text into lines that fit a width, in points. */
function wrapped(text: string, font: PDFFont, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && font.widthOfTextAtSize(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
