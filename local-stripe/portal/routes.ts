import { createHash, timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { Accounts } from '../accounts';
import { PaymentRefused } from '../billing/apply-change';
import { methodOf } from '../billing/collect';
import { ApiError } from '../wire/errors';
import { type ConfirmedChange, carryOut, readConfirm, recordRefusal } from './confirm-change';
import { completedView, confirmChangeView } from './confirm-change-view';
import { checkFlow } from './flow-rules';
import { page } from './hosted-page';
import { noteVisit, type OpenSession, openSession } from './open-session';
import { completedPage } from './templates/completed';
import { confirmChangePage } from './templates/confirm-change';
import { messageFor, messagePage, type Situation } from './templates/message';
import type { Frame } from './templates/view';

/** The hosted portal's pages. Every link is a bearer credential: nothing here is cached, logged or framed. */
export function portalRoutes(accounts: Accounts): Hono {
  const routes = new Hono();
  routes.get('/session/:token', (c) => withSession(c, accounts, (open) => show(c, open)));
  routes.post('/session/:token', async (c) => {
    // Read first: from opening the session to the end of the change nothing waits, so two presses cannot both confirm.
    const form = await c.req.parseBody();
    return withSession(c, accounts, (open) => confirm(c, open, String(form.token ?? '')));
  });
  routes.all('*', (c) => message(c, null, { kind: 'unknown-link' }, 404));
  return routes;
}

function withSession(
  c: Context,
  accounts: Accounts,
  answer: (open: OpenSession) => Response | Promise<Response>,
): Response | Promise<Response> {
  const opened = openSession(accounts, c.req.param('token') ?? '', c.req.header('accept-language') ?? '');
  if (opened.kind === 'unknown') return message(c, null, { kind: 'unknown-link' }, 404);
  if (opened.kind === 'expired') return message(c, opened.frame, { kind: 'session-expired' }, 410);
  noteVisit(opened.open);
  return answer(opened.open);
}

function show(c: Context, open: OpenSession): Response | Promise<Response> {
  const { session, visit, frame } = open;
  if (visit.outcome !== null)
    return session.flow?.after_completion.type === 'redirect'
      ? message(c, frame, { kind: 'already-completed' }, 200)
      : page(c, completedPage(frame, visit.outcome));
  const flow = session.flow;
  if (flow?.type !== 'subscription_update_confirm' || !flow.subscription_update_confirm)
    return message(c, frame, { kind: 'flow-unavailable', flow: flow?.type ?? 'portal_homepage' }, 501);
  const change = checkedChange(open);
  if (!change) return message(c, frame, { kind: 'no-longer-possible' }, 409);
  return page(
    c,
    confirmChangePage(confirmChangeView(change, pageOf(c, open, problemToShow(open, change)))),
    landing(open),
  );
}

/** The change as it would be made now, or null when it no longer can be. */
function checkedChange({ account, customer, configuration, session }: OpenSession) {
  const confirmFlow = session.flow?.subscription_update_confirm;
  if (!session.flow || !confirmFlow) return null;
  try {
    checkFlow({ account, customer, configuration }, session.flow);
    return readConfirm(account, customer, configuration, confirmFlow);
  } catch (error) {
    if (error instanceof ApiError) return null; // cancelled, used up or archived since the link was made
    throw error;
  }
}

function confirm(c: Context, open: OpenSession, formToken: string): Response | Promise<Response> {
  const { account, session, visit, frame } = open;
  if (!isFormToken(formToken, visit.token)) return message(c, frame, { kind: 'error' }, 403);
  if (visit.outcome !== null) return message(c, frame, { kind: 'already-completed' }, 200);
  const change = checkedChange(open);
  if (!change) return message(c, frame, { kind: 'no-longer-possible' }, 409);
  const { after_completion: completion } = session.flow ?? {};
  const shown = confirmChangeView(change, pageOf(c, open, null));
  account.request = { id: null, idempotencyKey: null };
  try {
    account.transaction(() => {
      const after = carryOut(change);
      const invoiceId =
        after.latest_invoice === change.subscription.latest_invoice ? null : after.latest_invoice;
      const invoice = invoiceId === null ? null : (account.store.get('invoices', invoiceId) ?? null);
      const outcome = completedView(shown, invoice, completion?.hosted_confirmation?.custom_message ?? null);
      account.store.put('portalVisits', { ...visit, lastVisit: account.now(), outcome, problem: null });
    });
  } catch (error) {
    if (!(error instanceof PaymentRefused)) throw error;
    account.transaction(() => {
      recordRefusal(change, error);
      const problem = { message: problemOf(error), method: methodIdOf(change) };
      account.store.put('portalVisits', { ...visit, lastVisit: account.now(), problem });
    });
    return c.redirect(c.req.path, 303);
  }
  return c.redirect(completion?.redirect?.return_url ?? c.req.path, 303);
}

/** The last refusal, until there is another payment method to try. */
function problemToShow({ visit }: OpenSession, change: ConfirmedChange): string | null {
  return visit.problem && visit.problem.method === methodIdOf(change) ? visit.problem.message : null;
}

const methodIdOf = ({ account, subscription }: ConfirmedChange): string | null =>
  methodOf(account, subscription.customer, subscription.default_payment_method)?.id ?? null;

/** Said on the page; that nothing changed is said there as well. */
function problemOf({ collected }: PaymentRefused): string {
  if (collected.kind === 'declined') return collected.decline.message;
  return collected.kind === 'requires_action'
    ? 'Your bank wants to confirm this payment, and it was not confirmed.'
    : 'There is no card to charge.';
}

function pageOf(c: Context, { visit, frame }: OpenSession, problem: string | null) {
  return { frame, action: c.req.path, token: formTokenOf(visit.token), problem };
}

/** Proves that a form came from the page of this link. */
const formTokenOf = (linkToken: string): string =>
  createHash('sha256').update(`form:${linkToken}`).digest('base64url');

function isFormToken(given: string, linkToken: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(formTokenOf(linkToken))];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Where the form's redirect leads: browsers apply `form-action` to it as well. */
const landing = ({ session }: OpenSession): string => {
  const url = session.flow?.after_completion.redirect?.return_url;
  return url && URL.canParse(url) ? new URL(url).origin : '';
};

function message(
  c: Context,
  frame: Frame | null,
  situation: Situation,
  status: number,
): Response | Promise<Response> {
  return page(c, messagePage(frame, messageFor(frame?.locale ?? 'en', situation)), '', status);
}
