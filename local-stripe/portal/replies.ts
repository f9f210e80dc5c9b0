import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { page } from './hosted-page';
import type { OpenSession } from './open-session';
import { messageFor, messagePage, type Situation } from './templates/message';
import type { Frame } from './templates/view';

/** A page of words, in the session's frame when the session is known. */
export function message(
  c: Context,
  frame: Frame | null,
  situation: Situation,
  status: number,
): Response | Promise<Response> {
  return page(c, messagePage(frame, messageFor(frame?.locale ?? 'en', situation)), '', status);
}

/** The page of a link that leads nowhere. */
export const unknownLink = (c: Context): Response | Promise<Response> =>
  message(c, null, { kind: 'unknown-link' }, 404);

/** Proves that a form came from the page of this link. */
export const formTokenOf = (linkToken: string): string =>
  createHash('sha256').update(`form:${linkToken}`).digest('base64url');

/** Whether a form came from the page of this link. */
export function isFormToken(given: string, linkToken: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(formTokenOf(linkToken))];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Where the redirect after a form leads, as an origin: browsers apply `form-action` to it as well. */
export const landing = ({ session }: OpenSession): string => {
  const url = session.flow?.after_completion.redirect?.return_url;
  return url && URL.canParse(url) ? new URL(url).origin : '';
};
