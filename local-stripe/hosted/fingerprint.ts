import { createHash } from 'node:crypto';

/** Names a state of things shortly, so that a page can say later which one it has shown. */
export const fingerprint = (state: unknown): string =>
  createHash('sha256').update(JSON.stringify(state)).digest('base64url').slice(0, 16);
