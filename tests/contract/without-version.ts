import { base } from './stripe-under-test';

/** Posts as Stripe's command line does: with no `Stripe-Version`, unless one is given. `params` are sent as they are. */
export async function postWithoutVersion(
  key: string,
  path: string,
  params: Record<string, string>,
  version?: string,
) {
  const answer = await fetch(`${base}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...(version && { 'stripe-version': version }) },
    body: new URLSearchParams(params),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
