import { randomBytes } from 'node:crypto';

/** Makes the random part of ids and secrets. */
export type Ids = {
  /** A fresh id such as `cus_Nx3kQ…`: the prefix, an underscore, 24 letters and digits. */
  next(prefix: string): string;
  /** `length` unguessable letters and digits. */
  secret(length: number): string;
};

/** How many letters are made at a time. */
const POOL = 8192;

/** Ids that nobody can guess. */
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

/** More than `count` random letters and digits: those of base64, of which none is likelier than another. */
const letters = (count: number): Buffer =>
  Buffer.from(randomBytes(count).toString('base64').replaceAll(/[+/=]/g, ''), 'latin1');
