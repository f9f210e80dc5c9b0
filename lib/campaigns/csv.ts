type Cell = string | number;

/**
 * A table as CSV by RFC 4180: CRLF after every line, quotes doubled. A text that a spreadsheet would take for a formula
 * gets an apostrophe in front (owasp.org, "CSV Injection"); numbers stay numbers.
 */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: Cell): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
