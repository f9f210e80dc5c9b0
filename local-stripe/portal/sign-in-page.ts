import type { Context } from 'hono';
import { NO_REQUEST } from '../account';
import { type Form, fieldOf, formTokenOf, isFormToken } from '../hosted/form';
import { page } from '../hosted/page';
import { message } from '../hosted/replies';
import { messagePage } from '../hosted/templates/message';
import { type MessageKey, translator } from '../messages/translator';
import type { PortalSession, PortalVisit } from '../records';
import { isFinished, pathTo } from './flow-page';
import type { OpenSession } from './open-session';
import { signInPage } from './templates/sign-in';

/** Wrong e-mail addresses that an expired link takes before it takes none at all. */
const MOST_WRONG_ADDRESSES = 5;

type Reply = Response | Promise<Response>;

/** The page of an expired link: with `after_expiration=customer_login` its owner can get a fresh one. */
export function showSignIn(c: Context, expired: OpenSession): Reply {
  if (isStopped(expired.visit)) return stopped(c, expired);
  return mayReturn(expired)
    ? form(c, expired, '', null)
    : message(c, expired.frame, { kind: 'session-expired' }, 410);
}

/** Gives whoever knows the customer's e-mail address a fresh session. Stripe would send the link to that address. */
export function signIn(c: Context, expired: OpenSession, given: Form): Reply {
  const { account, customer, visit, frame } = expired;
  if (!mayReturn(expired)) return message(c, frame, { kind: 'session-expired' }, 410);
  if (isStopped(visit)) return stopped(c, expired);
  if (!isFormToken(fieldOf(given, 'token'), visit.token)) return message(c, frame, { kind: 'error' }, 403);
  const email = fieldOf(given, 'email');
  if (email === '') return form(c, expired, '', 'login.missing');
  if (email.toLowerCase() !== customer.email?.toLowerCase()) return refuse(c, expired, email);
  account.request = NO_REQUEST;
  const fresh = account.transaction(() => replacementOf(expired));
  return c.redirect(new URL(fresh.url).pathname, 303);
}

/** Counts a wrong address; the last one that is allowed closes the link. */
function refuse(c: Context, expired: OpenSession, email: string): Reply {
  const { account, visit } = expired;
  const wrongAddresses = (visit.wrongAddresses ?? 0) + 1;
  const counted = account.transaction(() => account.store.put('portalVisits', { ...visit, wrongAddresses }));
  return isStopped(counted) ? stopped(c, expired) : form(c, expired, email, 'login.wrong');
}

const isStopped = ({ wrongAddresses = 0 }: PortalVisit): boolean => wrongAddresses >= MOST_WRONG_ADDRESSES;

/** The page of a link that takes no more addresses: whoever guesses cannot go on. */
function stopped(c: Context, { frame }: OpenSession): Reply {
  const t = translator(frame.locale);
  const words = {
    title: t('login.stopped.title'),
    body: t('login.stopped.body'),
    detail: t('message.expired.next'),
  };
  return page(c, messagePage(frame, words), '', 429);
}

function mayReturn({ account, session, customer }: OpenSession): boolean {
  if (session.after_expiration?.type !== 'customer_login' || !customer.email) return false;
  const until = session.after_expiration.customer_login?.expires_at ?? null;
  return until === null || account.now() <= until;
}

/** A new session with everything of the old one; a flow that was carried out is not offered again. */
function replacementOf(expired: OpenSession): PortalSession {
  const { account, session } = expired;
  const id = account.ids.next('bps');
  const token = `test_${account.ids.secret(56)}`;
  account.store.put('portalVisits', { id, token, lastVisit: null, outcome: null, problem: null });
  const fresh = account.store.put('portalSessions', {
    ...session,
    id,
    created: account.now(),
    flow: isFinished(expired) ? null : session.flow,
    url: `${account.origin}/p/session/${token}`,
  });
  account.emit('billing_portal.session.created', fresh);
  return fresh;
}

function form(c: Context, expired: OpenSession, email: string, error: MessageKey | null): Reply {
  const { frame, visit } = expired;
  const t = translator(frame.locale);
  return page(
    c,
    signInPage({
      frame,
      action: pathTo(expired),
      token: formTokenOf(visit.token),
      email,
      error: error && t(error),
    }),
    '',
    error === null ? 410 : 422,
  );
}
