import type { Context } from 'hono';
import { localeOf } from './locale-of';
import { page } from './page';
import { messageFor, messagePage, type Situation } from './templates/message';
import type { Frame } from './templates/view';

/** A page of words, in the session's frame when the session is known. */
export function message(
  c: Context,
  frame: Frame | null,
  situation: Situation,
  status: number,
): Response | Promise<Response> {
  const locale = frame?.locale ?? localeOf(null, [], c.req.header('accept-language') ?? '');
  return page(c, messagePage(frame, messageFor(locale, situation)), '', status);
}

/** The page of a link that leads nowhere. */
export const unknownLink = (c: Context): Response | Promise<Response> =>
  message(c, null, { kind: 'unknown-link' }, 404);
