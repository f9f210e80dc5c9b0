import type { Context } from 'hono';
import type { ConfirmedChange } from './confirm-change';
import { confirmChangeView } from './confirm-change-view';
import type { FlowPage } from './flow-page';
import { page } from './hosted-page';
import type { OpenSession } from './open-session';
import { checkedChange, methodIdOf, pressConfirm } from './press-confirm';
import { formTokenOf, landing, message } from './replies';
import { confirmChangePage } from './templates/confirm-change';

/** The page of a `subscription_update_confirm` flow. */
export const updateConfirmPage: FlowPage = {
  show: (c, open) => showConfirm(c, open, c.req.path, null),
  act(c, open) {
    const change = checkedChange(open);
    if (!change) return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
    return c.redirect(pressConfirm(open, change, {}) ?? c.req.path, 303);
  },
};

/**
 * The confirm step of the session's `subscription_update_confirm` flow.
 * @param action where its form is posted to.
 * @param chooseAt where something else can be chosen, if anywhere.
 */
export function showConfirm(
  c: Context,
  open: OpenSession,
  action: string,
  chooseAt: string | null,
): Response | Promise<Response> {
  const change = checkedChange(open);
  if (!change) return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
  const { visit, frame } = open;
  const problem = problemToShow(open, change);
  const surroundings = { frame, action, token: formTokenOf(visit.token), problem };
  const view = { ...confirmChangeView(change, surroundings), chooseAt };
  return page(c, confirmChangePage(view), landing(open));
}

/** The last refusal, until there is another payment method to try. */
function problemToShow({ visit }: OpenSession, change: ConfirmedChange): string | null {
  return visit.problem && visit.problem.method === methodIdOf(change) ? visit.problem.message : null;
}
