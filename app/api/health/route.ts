export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** 200 while the process answers, whatever becomes of the database and of Stripe: a restart would mend neither. */
export function GET(): Response {
  return Response.json({ ok: true }, { headers: { 'cache-control': 'no-store' } });
}
