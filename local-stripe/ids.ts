import { randomBytes } from 'node:crypto';

/** Makes the random part of ids and secrets. */
export type Ids = {
  /** A fresh id such as `cus_Nx3kQ…`: the prefix, an underscore, 24 letters and digits. */
  next(prefix: string): string;
  /** `length` unguessable letters and digits. */
  secret(length: number): string;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function randomIds(): Ids {
  let pool = Buffer.alloc(0);
  let at = 0;
  const secret = (length: number): string => {
    let text = '';
    while (text.length < length) {
      if (at >= pool.length) {
        pool = randomBytes(4096);
        at = 0;
      }
      const byte = pool.readUInt8(at++);
      // 248 is the largest multiple of 62 in a byte: no letter is likelier than another.
      if (byte < 248) text += ALPHABET[byte % 62];
    }
    return text;
  };
  return { next: (prefix) => `${prefix}_${secret(24)}`, secret };
}
