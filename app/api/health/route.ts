import { sql } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import { log } from '@/lib/log';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** 200 when the app can serve: settings are right and the database answers. */
export async function GET(): Promise<Response> {
  try {
    await db().execute(sql`select 1`);
    return Response.json({ ok: true });
  } catch (error) {
    log.error('health.failed', { error });
    return Response.json({ ok: false }, { status: 503 });
  }
}
