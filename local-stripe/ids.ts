import { randomBytes } from 'node:crypto';

/** Makes the random part of ids and secrets. */
export type Ids = {
  /** A fresh id such as `cus_Nx3kQ…`: the prefix, an underscore, 24 letters and digits. */
  next(prefix: string): string;
  /** `length` unguessable letters and digits. */
  secret(length: number): string;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The letter of each byte. 248 is the largest multiple of 62 in a byte: up to there no letter is likelier than another. */
const LETTERS = Uint8Array.from({ length: 248 }, (_, byte) => ALPHABET.charCodeAt(byte % ALPHABET.length));

/** How many letters are made at a time. */
const POOL = 8192;

export function randomIds(): Ids {
  let pool: Buffer = Buffer.alloc(0);
  let at = 0;
  /** The beginning is written over letters of the pool: an id in one piece is quick to look up, one put together is not. */
  const random = (beginning: string, length: number): string => {
    const whole = beginning.length + length;
    if (at + whole > pool.length) {
      pool = letters(POOL + whole);
      at = 0;
    }
    for (let i = 0; i < beginning.length; i++) pool[at + i] = beginning.charCodeAt(i);
    at += whole;
    return pool.toString('latin1', at - whole, at);
  };
  return { next: (prefix) => random(`${prefix}_`, 24), secret: (length) => random('', length) };
}

/** Somewhat more than `count` random letters. */
function letters(count: number): Buffer {
  const bytes = randomBytes(2 * count);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const letter = LETTERS[bytes[i] ?? 0];
    if (letter !== undefined) bytes[length++] = letter;
  }
  return bytes.subarray(0, length);
}
