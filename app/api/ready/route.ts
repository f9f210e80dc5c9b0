import { readiness } from '@/lib/readiness';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** 200 when this instance can be given visitors; 503 names what it waits for. */
export async function GET(): Promise<Response> {
  const answer = await readiness();
  return Response.json(answer, {
    status: answer.ready ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
