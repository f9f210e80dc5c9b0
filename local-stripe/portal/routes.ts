import { type Context, Hono } from 'hono';
import { NO_REQUEST } from '../account';
import type { Accounts } from '../accounts';
import { type Form, fieldOf, formOf, isFormToken } from '../hosted/form';
import { page } from '../hosted/page';
import { message, unknownLink } from '../hosted/replies';
import { translator } from '../messages/translator';
import { type At, type FlowPage, isFinished, isHome, pathTo, wayOn } from './flow-page';
import { FLOW_PAGES } from './flows';
import { noteVisit, type OpenSession, openSession } from './open-session';
import { sayDone } from './sayable';
import { showSignIn, signIn } from './sign-in-page';
import { completedPage } from './templates/completed';
import { confirmationPage } from './templates/confirmation';

type Reply = Response | Promise<Response>;

const PATHS = ['/session/:token', '/session/:token/:page', '/session/:token/:page/:id'];

/** The hosted portal's pages. Every link is a bearer credential: nothing here is cached, logged or framed. */
export function portalRoutes(accounts: Accounts): Hono {
  const routes = new Hono();
  routes.on('GET', PATHS, (c) => withSession(c, accounts, (open) => show(c, open)));
  routes.on('POST', PATHS, async (c) => {
    // Read first: from opening the session to the end of the change nothing waits, so two presses cannot both act.
    const form = await formOf(c);
    return withSession(
      c,
      accounts,
      (open) => act(c, open, form),
      (expired) => signIn(c, expired, form),
    );
  });
  routes.all('*', (c) => unknownLink(c));
  return routes;
}

function withSession(
  c: Context,
  accounts: Accounts,
  answer: (open: OpenSession) => Reply,
  late: (expired: OpenSession) => Reply = (expired) => showSignIn(c, expired),
): Reply {
  const opened = openSession(accounts, c.req.param('token') ?? '', c.req.header('accept-language') ?? '');
  if (opened.kind === 'unknown') return unknownLink(c);
  if (opened.kind === 'expired') return late(opened.expired);
  noteVisit(opened.open);
  return answer(behindHome(c, opened.open));
}

/** A session whose visitor is on a page behind the portal's home: the way back leads there. */
function behindHome(c: Context, open: OpenSession): OpenSession {
  if (c.req.param('page') === undefined || !isHome(open)) return open;
  return { ...open, frame: { ...open.frame, home: pathTo(open) } };
}

/** Where the visitor is, or null when this session has no such page. */
function whereIs(c: Context, open: OpenSession): At | null {
  const own = isHome(open) ? 'home' : (open.session.flow?.type ?? 'home');
  const [name, id] = [c.req.param('page'), c.req.param('id')];
  if (name === undefined) return { page: own, id: null };
  // On the home a change is chosen first: the flow that only confirms one is for the session that names it.
  const has = isHome(open) ? name !== 'subscription_update_confirm' : name.startsWith(`${own}-`);
  return has ? { page: name, id: id ?? null } : null;
}

/** The page of this name; an address may hold any name. */
const pageNamed = ({ page: name }: At): FlowPage | undefined =>
  Object.hasOwn(FLOW_PAGES, name) ? FLOW_PAGES[name] : undefined;

function show(c: Context, open: OpenSession): Reply {
  const at = whereIs(c, open);
  if (!at) return message(c, open.frame, { kind: 'unknown-link' }, 404);
  if (c.req.param('page') === undefined && isFinished(open) && !isHome(open)) return ended(c, open);
  return pageNamed(at)?.show(c, open, at) ?? message(c, open.frame, { kind: 'unknown-link' }, 404);
}

function act(c: Context, open: OpenSession, form: Form): Reply {
  const at = whereIs(c, open);
  if (!at) return message(c, open.frame, { kind: 'unknown-link' }, 404);
  if (!isFormToken(fieldOf(form, 'token'), open.visit.token))
    return message(c, open.frame, { kind: 'error' }, 403);
  if (c.req.param('page') === undefined && isFinished(open))
    return message(c, open.frame, { kind: 'already-completed' }, 200);
  open.account.request = NO_REQUEST;
  return pageNamed(at)?.act?.(c, open, form, at) ?? message(c, open.frame, { kind: 'unknown-link' }, 404);
}

/** The page of a finished flow. A visitor who comes back from the bank goes on to where the flow ends. */
function ended(c: Context, open: OpenSession): Reply {
  const { session, visit, frame } = open;
  const { type, hosted_confirmation } = session.flow?.after_completion ?? {};
  const fromBank = c.req.query('setup_intent');
  if (fromBank !== undefined && fromBank === visit.setUp?.intent) return c.redirect(wayOn(open), 303);
  if (type === 'redirect') return message(c, frame, { kind: 'already-completed' }, 200);
  if (visit.outcome) return page(c, completedPage(frame, visit.outcome));
  if (visit.done) {
    const said = sayDone({ locale: frame.locale, t: translator(frame.locale) }, visit.done);
    return page(c, confirmationPage(frame, said, hosted_confirmation?.custom_message ?? null));
  }
  return message(c, frame, { kind: 'already-completed' }, 200);
}
