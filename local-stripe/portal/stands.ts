import type { Context } from 'hono';
import { hasEnded } from '../billing/ended';
import { page } from '../hosted/page';
import { formatDate } from '../hosted/templates/format';
import { messagePage } from '../hosted/templates/message';
import { translator } from '../messages/translator';
import type { Subscription } from '../records';
import type { OpenSession } from './open-session';

type Reply = Response | Promise<Response>;

/** Says how a subscription stands where that leaves nothing to do: after another tab, or after what the API did. */
export function stands(c: Context, open: OpenSession, subscription: Subscription | null): Reply {
  const t = translator(open.frame.locale);
  const { status, cancel_at } = subscription ?? {};
  const name =
    subscription && hasEnded(subscription)
      ? 'ended'
      : status === 'paused'
        ? 'paused'
        : cancel_at
          ? 'cancelled'
          : 'impossible';
  const date = cancel_at ? formatDate(open.frame.locale, cancel_at) : '';
  return words(c, open, {
    title: t(`stands.${name}.title`),
    body: t(`stands.${name}.body`, { date }),
    detail: t('stands.next'),
  });
}

/** Says that there is nothing to take back. */
export function runsAlready(c: Context, open: OpenSession): Reply {
  const t = translator(open.frame.locale);
  return words(c, open, {
    title: t('stands.running.title'),
    body: t('stands.running.body'),
    detail: t('stands.next'),
  });
}

function words(c: Context, open: OpenSession, said: { title: string; body: string; detail: string }): Reply {
  return page(c, messagePage(open.frame, said), '', 409);
}
