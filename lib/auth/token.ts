import { createHash, randomBytes } from 'node:crypto';

/** A secret for a cookie or a mailed link: 256 random bits, url-safe. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of a token, so that whoever reads the database is nobody. 256 random bits need no slow hash. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
