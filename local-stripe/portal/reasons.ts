import type { Context } from 'hono';
import { type Form, fieldOf, formTokenOf } from '../hosted/form';
import { page } from '../hosted/page';
import { translator } from '../messages/translator';
import type { Subscription } from '../records';
import { keepReason } from './end-subscription';
import { landing, noteDone, wayOn } from './flow-page';
import type { OpenSession } from './open-session';
import { say } from './sayable';
import {
  LONGEST_COMMENT,
  type Reason,
  type ReasonOption,
  type ReasonsView,
  reasonsPage,
} from './templates/reasons';

type Reply = Response | Promise<Response>;

/** Whether the customer has just cancelled this subscription and has not been heard on why. */
export const reasonsAsked = ({ visit }: OpenSession, subscription: Subscription): boolean =>
  visit.asking?.subscription === subscription.id;

/** Asks why, after the cancellation: whatever is answered, or not, it stands. */
export function showReasons(c: Context, open: OpenSession, subscription: Subscription): Reply {
  return page(c, reasonsPage(viewOf(c, open, subscription, null, '')), landing(open));
}

/** Stores the answer, if there is one, and finishes the flow. */
export function takeReason(c: Context, open: OpenSession, form: Form, subscription: Subscription): Reply {
  const { account, visit } = open;
  const comment = typeof form.comment === 'string' ? form.comment.trim() : '';
  const answer = answerOf(open, fieldOf(form, 'feedback'), comment);
  const skips = fieldOf(form, 'choice') === 'skip';
  const problem = skips
    ? null
    : comment.length > LONGEST_COMMENT
      ? 'reasons.long'
      : answer === null
        ? 'reasons.missing'
        : null;
  if (problem)
    return page(c, reasonsPage(viewOf(c, open, subscription, problem, comment)), landing(open), 422);
  account.transaction(() => {
    if (answer !== null && !skips) keepReason(account, subscription, reasonOf(answer, comment));
    if (visit.asking) noteDone(open, visit.asking.confirmation);
    const now = account.store.get('portalVisits', visit.id) ?? visit;
    account.store.put('portalVisits', { ...now, asking: null });
  });
  return c.redirect(wayOn(open), 303);
}

/** The answer that was chosen; words alone are another reason, where the configuration has that. */
function answerOf(open: OpenSession, chosen: string, comment: string): ReasonOption | null {
  const wanted = chosen === '' && comment !== '' ? 'other' : chosen;
  return optionsOf(open).find(({ value }) => value === wanted) ?? null;
}

function reasonOf({ value, description }: ReasonOption, comment: string) {
  const own = description !== null;
  return {
    feedback: own ? null : (value as Reason), // every other answer is one of Stripe's
    feedback_option: own ? value : null,
    comment: value === 'other' && comment !== '' ? comment : null,
  };
}

/** What can be answered: Stripe's reasons, then the company's own as long as they are active, another reason last. */
function optionsOf({ account, configuration }: OpenSession): ReasonOption[] {
  const { options, feedback_options } = configuration.features.subscription_cancel.cancellation_reason;
  const listed = options.map((value) => ({ value, description: null }));
  const own = (feedback_options ?? []).flatMap((id) => {
    const option = account.store.get('feedbackOptions', id);
    return option?.status === 'active' ? [{ value: id, description: option.description }] : [];
  });
  const isOther = ({ value }: ReasonOption) => value === 'other';
  return [...listed.filter((each) => !isOther(each)), ...own, ...listed.filter(isOther)];
}

function viewOf(
  c: Context,
  open: OpenSession,
  subscription: Subscription,
  problem: ReasonsView['problem'],
  comment: string,
): ReasonsView {
  const { locale } = open.frame;
  return {
    frame: open.frame,
    action: c.req.path,
    token: formTokenOf(open.visit.token),
    title: say({ locale, t: translator(locale) }, open.visit.asking?.confirmation.title ?? ''),
    endsAt: subscription.cancel_at,
    options: optionsOf(open),
    problem,
    comment,
  };
}
