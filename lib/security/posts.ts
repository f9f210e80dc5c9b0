import type { NextRequest } from 'next/server';

/** Bytes. Our longest form is a few hundred. */
const LONGEST_FORM = 64 * 1024;
const ACTION_ID = /^[0-9a-f]{40,64}$/;

/**
 * What is wrong with a request to a page that is more than a look; null when it may go on. Every browser names the page
 * that a form was posted from, and only our own may: Next itself compares with the Host header, and lets pass what
 * names none. What no form of ours can be is refused here, because Next would fail on it.
 * @param origin the app's own, such as `https://billing.example.com`
 */
export async function postProblem(request: NextRequest, origin: string): Promise<Response | null> {
  const { method, headers } = request;
  if (method === 'GET' || method === 'HEAD') return null;
  if (method !== 'POST') return refuse(405, 'A page is opened or posted to.', { allow: 'GET, HEAD, POST' });
  if (headers.get('origin') !== origin)
    return refuse(403, 'This form is not from here. Open the page again.');
  const length = headers.get('content-length');
  if (length === null) return refuse(411, 'A form says how long it is.');
  if (Number(length) > LONGEST_FORM) return refuse(413, 'The form is longer than any of ours.');
  const action = headers.get('next-action');
  if (action !== null) return ACTION_ID.test(action) ? null : refuse(404, 'There is no such action.');
  try {
    await request.clone().formData();
    return null;
  } catch {
    return refuse(400, 'The form cannot be read. Open the page again.');
  }
}

const refuse = (status: number, words: string, headers: Record<string, string> = {}): Response =>
  new Response(words, { status, headers: { 'cache-control': 'no-store', ...headers } });
