import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';

/** A form as it was posted. */
export type Form = Readonly<{ [field: string]: unknown }>;

/** The fields of a posted form; a body that is none counts as an empty form. */
export const formOf = (c: Context): Promise<Form> => c.req.parseBody().catch(() => ({}));

/** A text field of a form: trimmed, and never longer than any honest entry. */
export function fieldOf(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value.trim().slice(0, 600) : '';
}

/** Proves that a form came from the page of this link. */
export const formTokenOf = (link: string): string =>
  createHash('sha256').update(`form:${link}`).digest('base64url');

/** Whether a form came from the page of this link. */
export function isFormToken(given: string, link: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(formTokenOf(link))];
  return a.length === b.length && timingSafeEqual(a, b);
}
