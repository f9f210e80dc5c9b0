import { randomBytes } from 'node:crypto';

/** Makes the random part of ids and secrets. */
export type Ids = {
  /** A fresh id such as `cus_Nx3kQ…`: the prefix, an underscore, 24 letters and digits. */
  next(prefix: string): string;
  /** `length` unguessable letters and digits. */
  secret(length: number): string;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const CODES = Buffer.from(ALPHABET, 'latin1');

export function randomIds(): Ids {
  let pool = '';
  let at = 0;
  const secret = (length: number): string => {
    if (at + length > pool.length) {
      pool = letters(4096 + length);
      at = 0;
    }
    at += length;
    return pool.slice(at - length, at);
  };
  return { next: (prefix) => `${prefix}_${secret(24)}`, secret };
}

/** About `count` random letters. 248 is the largest multiple of 62 in a byte: no letter is likelier than another. */
function letters(count: number): string {
  const text = new Uint8Array(2 * count);
  let length = 0;
  for (const byte of randomBytes(2 * count)) if (byte < 248) text[length++] = CODES[byte % 62] ?? 0;
  return Buffer.from(text.buffer, 0, length).toString('latin1');
}
