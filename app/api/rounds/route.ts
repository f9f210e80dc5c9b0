import { createHash, timingSafeEqual } from 'node:crypto';
import { after } from 'next/server';
import { env } from '@/lib/env';
import { workOffInbox } from '@/lib/inbox/work';
import { log } from '@/lib/log';
import { reconcileRound } from '@/lib/stripe/reconcile-rounds';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/**
 * The rounds that a running server makes by itself, for a platform whose processes sleep between requests: a scheduler
 * asks with `Authorization: Bearer CRON_SECRET`. Without that setting there is nothing here.
 */
export async function GET(request: Request): Promise<Response> {
  const { CRON_SECRET, SYNC_EVERY_HOURS } = env();
  if (CRON_SECRET === undefined) return new Response('Not found', { status: 404 });
  if (!isSame(request.headers.get('authorization') ?? '', `Bearer ${CRON_SECRET}`))
    return new Response('Not for you', { status: 401 });
  await workOffInbox();
  if (SYNC_EVERY_HOURS > 0)
    after(() =>
      reconcileRound(SYNC_EVERY_HOURS * 3600).catch((error) => log.error('sync.round-failed', { error })),
    );
  return Response.json({ ok: true }, { headers: { 'cache-control': 'no-store' } });
}

/** Hashed first: a comparison in constant time needs texts of one length. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(sha256(one), sha256(other));
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
