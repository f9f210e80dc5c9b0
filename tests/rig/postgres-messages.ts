/** A statement as it went to Postgres, its parameters as text (null: none given). */
export type Statement = Readonly<{ text: string; parameters: readonly (string | null)[] }>;

/**
 * Reads the statements out of what a client sends to Postgres (protocol 3: Query, Parse and Bind). Made for one
 * connection.
 */
export function readStatements(onStatement: (statement: Statement) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  const parsed = new Map<string, string>();
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = begun ? 1 : 0; // the first message of a connection has no letter
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      const [letter, body] = [begun ? String.fromCharCode(rest[0] ?? 0) : '', rest.subarray(head + 4, end)];
      rest = rest.subarray(end);
      begun = true;
      if (letter === 'Q') onStatement({ text: textAt(body, 0).text, parameters: [] });
      if (letter === 'P') {
        const name = textAt(body, 0);
        parsed.set(name.text, textAt(body, name.end).text);
      }
      if (letter === 'B') {
        const name = textAt(body, textAt(body, 0).end); // after the portal's name
        onStatement({ text: parsed.get(name.text) ?? '', parameters: parametersOf(body, name.end) });
      }
    }
  };
}

function textAt(body: Buffer, start: number): { text: string; end: number } {
  const zero = body.indexOf(0, start);
  return { text: body.toString('utf8', start, zero), end: zero + 1 };
}

function parametersOf(body: Buffer, start: number): (string | null)[] {
  let at = start + 2 + 2 * body.readInt16BE(start); // after the formats
  const count = body.readInt16BE(at);
  at += 2;
  return Array.from({ length: count }, () => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length === -1) return null;
    at += length;
    return body.toString('utf8', at - length, at);
  });
}
