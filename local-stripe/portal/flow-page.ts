import type { Context } from 'hono';
import type { Form } from '../hosted/form';
import type { OpenSession } from './open-session';
import type { Done } from './sayable';

/** Where in a session a visitor is: `/p/session/:token[/:page[/:id]]`. */
export type At = Readonly<{
  /** The page's name; a flow's own first page has the flow's type. */
  page: string;
  /** What the page is about, such as a subscription or a payment method; null on a flow's own first page. */
  id: string | null;
}>;

type Reply = Response | Promise<Response>;

/**
 * One page of the portal. `show` must change nothing: reload and Back come here. `act` is called for a form that came
 * from this session's page (its token was checked), with nothing waiting between opening the session and the answer.
 */
export type FlowPage = Readonly<{
  show(c: Context, open: OpenSession, at: At): Reply;
  act?(c: Context, open: OpenSession, form: Form, at: At): Reply;
}>;

/** The address of a page of the session; of the session's own page when no other is named. */
export function pathTo({ visit }: OpenSession, page?: string, id?: string): string {
  const base = `/p/session/${visit.token}`;
  if (page === undefined) return base;
  return id === undefined ? `${base}/${page}` : `${base}/${page}/${id}`;
}

/** What these rules read of an open session. */
type Here = Pick<OpenSession, 'session' | 'visit'>;

/** Whether the flow of the session was carried out before; a session without a flow never ends. */
export const isFinished = ({ session, visit }: Here): boolean =>
  session.flow !== null && (visit.outcome !== null || Boolean(visit.done));

/** Whether the session shows the whole portal: it has no flow, or one that ended on the home page. */
export const isHome = (open: Here): boolean =>
  open.session.flow === null ||
  (isFinished(open) && open.session.flow.after_completion.type === 'portal_homepage');

/**
 * Notes that something was carried out. Call it inside the transaction that carried it out. In a flow it finishes the
 * session; on the portal's home its title is told once, at the top of the home page.
 */
export function noteDone(open: Here & Pick<OpenSession, 'account'>, done: Done): void {
  const { account, session, visit } = open;
  const now = account.store.get('portalVisits', visit.id) ?? visit;
  const told = isHome(open) || session.flow?.after_completion.type === 'portal_homepage';
  account.store.put('portalVisits', {
    ...now,
    problem: null,
    ...(told && { notice: done.title }),
    ...(!isHome(open) && { done }),
  });
}

/** Where the visitor goes once something is done: as `after_completion` says, or back to the portal's home. */
export function wayOn(open: OpenSession): string {
  const { session } = open;
  if (isHome(open)) return pathTo(open);
  return session.flow?.after_completion.redirect?.return_url ?? pathTo(open);
}

/** Where the redirect after a form leads, as an origin: browsers apply `form-action` to it as well. */
export const landing = ({ session }: OpenSession): string => {
  const url = session.flow?.after_completion.redirect?.return_url;
  return url && URL.canParse(url) ? new URL(url).origin : '';
};
