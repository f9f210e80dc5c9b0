import type { NextRequest } from 'next/server';
import { arrivalResponse } from '@/lib/campaigns/arrival-response';

/** A campaign link: /go/SPRING25, with a campaign's id after a hyphen, with plan, interval, currency and utm as query. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ code: string[] }> },
): Promise<Response> {
  const { code } = await params;
  return arrivalResponse(request, code.join('/')); // no code has a slash: the pricing page says so
}
