import 'server-only';
import { after, type NextRequest } from 'next/server';
import type { SearchParams } from '../search';
import { arrive } from './arrival';
import { ATTRIBUTION_COOKIE } from './attribution-cookie';

/** The answer to a visitor of a campaign link: 303 at once, kept by nobody; the count is written afterwards. */
export async function arrivalResponse(request: NextRequest, segment: string | null): Promise<Response> {
  const { location, setCookie, counted } = await arrive({
    segment,
    search: searchOf(request.nextUrl.searchParams),
    cookie: request.cookies.get(ATTRIBUTION_COOKIE)?.value,
    method: request.method,
    headers: request.headers,
  });
  if (counted) after(() => counted); // a process that is asked to end waits for it
  return new Response(null, {
    status: 303,
    headers: {
      location,
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
      ...(setCookie !== null && { 'set-cookie': setCookie }),
    },
  });
}

function searchOf(params: URLSearchParams): SearchParams {
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
}
