import type { Context } from 'hono';
import { cardEntered } from '../hosted/card-entered';
import { type CardErrors, type KeptEntry, readCard } from '../hosted/card-entry';
import { cardFieldsView, keptFrom } from '../hosted/card-fields';
import { fingerprint } from '../hosted/fingerprint';
import { type Form, fieldOf, formTokenOf } from '../hosted/form';
import { page } from '../hosted/page';
import { message } from '../hosted/replies';
import { fieldDeclined } from '../hosted/templates/decline-words';
import { translator } from '../messages/translator';
import type { PaymentMethod } from '../records';
import { standingOf } from './chosen-change';
import type { ConfirmedChange } from './confirm-change';
import { changeView, confirmChangeView } from './confirm-change-view';
import type { FlowPage } from './flow-page';
import { landing } from './flow-page';
import { IDLE_SECONDS, type OpenSession } from './open-session';
import { checkedChange, methodIdOf, pressConfirm } from './press-confirm';
import { confirmChangePage } from './templates/confirm-change';

/** The page of a `subscription_update_confirm` flow. */
export const updateConfirmPage: FlowPage = {
  show: (c, open) => showConfirm(c, open, { action: c.req.path, chooseAt: null }),
  act(c, open, form) {
    const change = checkedChange(open, shownAt(open, form));
    if (!change) return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
    if (fieldOf(form, 'shown') !== shownChange(change))
      return showConfirm(c, open, { action: c.req.path, chooseAt: null, hasChanged: true });
    const entered = cardToCharge(open, change, form);
    if (entered.kind === 'errors')
      return showConfirm(c, open, { action: c.req.path, chooseAt: null, mistakes: entered });
    return c.redirect(pressConfirm(open, change, entered) ?? c.req.path, 303);
  },
};

type Mistakes = Readonly<{ errors: CardErrors; kept: KeptEntry }>;

/**
 * The card that was entered at the confirm step, where something is due and either no card is on file or another one was
 * chosen; else none, and the card on file is charged.
 */
export function cardToCharge(
  { account }: OpenSession,
  change: ConfirmedChange,
  form: Form,
): { kind: 'card'; card: PaymentMethod | null } | ({ kind: 'errors' } & Mistakes) {
  const asks = typeof form.number === 'string' || methodIdOf(change) === null;
  if (!asks || !isCharged(change)) return { kind: 'card', card: null };
  const read = readCard(form, account.now());
  if (read.kind === 'errors') return read;
  return { kind: 'card', card: account.transaction(() => cardEntered(account, read.entry)) };
}

/**
 * The confirm step of the session's `subscription_update_confirm` flow.
 * @param at where its form is posted to; where something else can be chosen, if anywhere; what to mend of a card; whether
 * what was confirmed is not what there is to confirm now.
 */
export function showConfirm(
  c: Context,
  open: OpenSession,
  at: Readonly<{ action: string; chooseAt: string | null; mistakes?: Mistakes; hasChanged?: boolean }>,
): Response | Promise<Response> {
  const change = checkedChange(open);
  if (!change) return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
  const { visit, frame } = open;
  const { mistakes, hasChanged = false } = at;
  const problem = mistakes || hasChanged ? null : problemToShow(open, change);
  const view = confirmChangeView(change, {
    frame,
    action: at.action,
    chooseAt: at.chooseAt,
    token: formTokenOf(visit.token),
    shown: shownChange(change),
    hasChanged,
    problem: problem && { message: translator(frame.locale)(problem.said.key, problem.said.values) },
    card: null,
  });
  const asks = isCharged(change) && (view.paymentMethod === null || problem || mistakes);
  const card = asks ? cardFieldsView(frame.locale, ...fieldsOf(open, mistakes)) : null;
  return page(
    c,
    confirmChangePage({ ...view, card }),
    landing(open),
    hasChanged ? 409 : mistakes ? 422 : 200,
  );
}

/**
 * Names what is confirmed, the second it is reckoned at, what is charged and what pays for it, so that the button charges
 * what stands on its page, and a page from before another change confirms nothing else.
 */
export const shownChange = (change: ConfirmedChange): string => {
  const due = changeView(change).dueToday.amount;
  return `${change.wanted.at}.${fingerprint([standingOf(change.subscription), methodIdOf(change), due])}`;
};

/** When the page that a form came from was reckoned (Unix seconds); null when that is longer ago than a session lasts. */
export function shownAt({ account }: OpenSession, form: Form): number | null {
  const at = Number(fieldOf(form, 'shown').split('.')[0]);
  const now = account.now();
  return Number.isInteger(at) && at <= now && at > now - IDLE_SECONDS ? at : null;
}

/** Whether a card is charged for the change: something is due, and no invoice is sent for it. */
const isCharged = (change: ConfirmedChange): boolean =>
  change.subscription.collection_method === 'charge_automatically' && changeView(change).dueToday.amount > 0;

/** What the fields for a card hold, and what to mend: of what was just typed, else of the card that was tried last. */
function fieldsOf(
  { account, customer, visit, frame }: OpenSession,
  mistakes: Mistakes | undefined,
): [KeptEntry, CardErrors] {
  if (mistakes) return [mistakes.kept, mistakes.errors];
  const asked = account.store.get('challenges', visit.challenge ?? '')?.method;
  const tried = account.store.get('paymentMethods', visit.problem?.tried ?? asked ?? '') ?? null;
  const refusal = visit.problem?.tried ? visit.problem.said.key : null;
  const field = refusal && fieldDeclined(refusal);
  return [keptFrom(customer, frame.locale, tried), field ? { [field]: refusal } : {}];
}

/** The last refusal, until there is another payment method to try. */
function problemToShow({ visit }: OpenSession, change: ConfirmedChange): OpenSession['visit']['problem'] {
  return visit.problem?.method === methodIdOf(change) ? visit.problem : null;
}
