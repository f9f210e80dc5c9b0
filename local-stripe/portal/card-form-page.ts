import type { Context } from 'hono';
import { methodOf } from '../billing/collect';
import { type CardErrors, type KeptEntry, readCard } from '../hosted/card-entry';
import { cardFieldsView, keptFrom } from '../hosted/card-fields';
import { type Form, fieldOf, formTokenOf } from '../hosted/form';
import { page } from '../hosted/page';
import { message } from '../hosted/replies';
import { declineMessage, fieldDeclined } from '../hosted/templates/decline-words';
import { translator } from '../messages/translator';
import type { SetupIntent } from '../records';
import { ApiError } from '../wire/errors';
import { type At, type FlowPage, isHome, landing, pathTo, wayOn } from './flow-page';
import { checkFlow, type Flow } from './flow-rules';
import type { OpenSession } from './open-session';
import { saveCard } from './save-card';
import { cardFormPage } from './templates/card-form';

const FLOW = { type: 'payment_method_update' } as Flow; // only its type is read

/** The card form: a `payment_method_update` flow, and "Add a card" on the portal's home. */
export const cardPage: FlowPage = {
  show(c, open) {
    if (!isOffered(open)) return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
    const intent = lastTry(c, open);
    if (intent?.status === 'succeeded') return c.redirect(wayOn(open), 303);
    return form(c, open, intent?.last_setup_error ? afterRefusal(open, intent) : {});
  },
  act(c, open, given, at) {
    if (!isOffered(open)) return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
    return press(c, open, given, at);
  },
};

function isOffered(open: OpenSession): boolean {
  try {
    checkFlow(open, FLOW);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/** The setup intent of the try that the visitor comes back from, by the address; null on a first visit. */
function lastTry(c: Context, { account, visit }: OpenSession): SetupIntent | null {
  const named = c.req.query('setup_intent');
  if (named === undefined || named !== visit.setUp?.intent) return null;
  return account.store.get('setupIntents', named) ?? null;
}

function press(c: Context, open: OpenSession, given: Form, at: At): Response | Promise<Response> {
  const { account } = open;
  const read = readCard(given, account.now());
  const makeDefault = !isHome(open) || fieldOf(given, 'default') === 'yes';
  if (read.kind === 'errors') {
    return form(c, open, { errors: read.errors, kept: read.kept, makeDefault }, 422);
  }
  const here = pathTo(open, ...(isHome(open) ? [at.page] : []));
  const returnUrl = `${account.origin}${here}`;
  const attempt = account.transaction(() => saveCard(open, read.entry, { returnUrl, makeDefault }));
  if (attempt.kind === 'succeeded') return c.redirect(wayOn(open), 303);
  const bank = attempt.intent.next_action?.redirect_to_url?.url;
  return c.redirect(bank ?? `${here}?setup_intent=${attempt.intent.id}`, 303);
}

/** The form after a refused card: what is not secret is still there, and the refusal is explained. */
function afterRefusal(
  { account, customer, visit, frame }: OpenSession,
  intent: SetupIntent,
): Partial<Filled> {
  const error = intent.last_setup_error;
  const refusal = declineMessage(error?.code ?? '', error?.decline_code ?? null);
  const tried = account.store.get('paymentMethods', error?.payment_method?.id ?? '') ?? null;
  const field = fieldDeclined(refusal);
  return {
    problem: translator(frame.locale)(refusal),
    makeDefault: visit.setUp?.makeDefault ?? true,
    errors: field ? { [field]: refusal } : {},
    kept: keptFrom(customer, frame.locale, tried),
  };
}

type Filled = Readonly<{ problem: string; errors: CardErrors; kept: KeptEntry; makeDefault: boolean }>;

function form(c: Context, open: OpenSession, filled: Partial<Filled>, status = 200) {
  const { account, customer, visit, frame } = open;
  const kept = filled.kept ?? keptFrom(customer, frame.locale, null);
  const home = isHome(open);
  const current = methodOf(account, customer.id, null)?.card;
  return page(
    c,
    cardFormPage({
      frame,
      action: home ? c.req.path : pathTo(open),
      token: formTokenOf(visit.token),
      isHome: home,
      current: current
        ? {
            brand: current.brand,
            last4: current.last4,
            expMonth: current.exp_month,
            expYear: current.exp_year,
          }
        : null,
      ...cardFieldsView(frame.locale, kept, filled.errors ?? {}),
      problem: filled.problem ?? null,
      makeDefault: filled.makeDefault ?? true,
    }),
    landing(open),
    status,
  );
}
