import { type Context, Hono } from 'hono';
import { type Account, NO_REQUEST } from '../account';
import type { Accounts } from '../accounts';
import { letTimePass } from '../billing/time';
import { businessOf } from '../hosted/business';
import { type Form, fieldOf, formOf, formTokenOf, isFormToken } from '../hosted/form';
import { localeOf } from '../hosted/locale-of';
import { page } from '../hosted/page';
import { message, unknownLink } from '../hosted/replies';
import { declineMessage } from '../hosted/templates/decline-words';
import { messagePage } from '../hosted/templates/message';
import type { Frame } from '../hosted/templates/view';
import { type MessageKey, translator } from '../messages/translator';
import type { Challenge } from '../records';
import { answer, isOpen } from './answer';
import { challengePage } from './challenge-page';

/** The page on which the bank sees the customer: it can be passed, failed, or left. */
export function challengeRoutes(accounts: Accounts): Hono {
  const routes = new Hono();
  routes.get('/:account/:id', (c) => withChallenge(c, accounts, (opened) => show(c, opened)));
  routes.post('/:account/:id', async (c) => {
    // Read first: from finding the challenge to the end of the answer nothing waits, so it is answered once.
    const form = await formOf(c);
    return withChallenge(c, accounts, (opened) => take(c, opened, form));
  });
  routes.all('*', (c) => unknownLink(c));
  return routes;
}

type Opened = Readonly<{ account: Account; challenge: Challenge; frame: Frame }>;

function withChallenge(
  c: Context,
  accounts: Accounts,
  go: (opened: Opened) => Response | Promise<Response>,
): Response | Promise<Response> {
  const account = accounts.known(c.req.param('account') ?? '');
  const challenge = account?.store.get('challenges', c.req.param('id') ?? '');
  if (!account || !challenge) return unknownLink(c);
  letTimePass(account);
  const locale = localeFor(account, challenge, c.req.header('accept-language') ?? '');
  const frame: Frame = {
    locale,
    business: businessOf(account),
    headline: null,
    returnUrl: challenge.returnUrl,
    termsUrl: null,
    privacyUrl: null,
  };
  return go({ account, challenge, frame });
}

/** The language of the page that the customer comes from, as far as it is one of ours. */
function localeFor(account: Account, { purpose }: Challenge, acceptLanguage: string): string {
  const { store } = account;
  const intent = store.get('setupIntents', purpose.id) ?? store.get('paymentIntents', purpose.id);
  const [visit] = store.by('portalVisits', 'setUp', purpose.id);
  const session =
    store.get('portalSessions', visit?.id ?? purpose.id) ?? store.get('checkoutSessions', purpose.id);
  const customer = store.get('customers', session?.customer ?? intent?.customer ?? '');
  return localeOf(session?.locale ?? null, customer?.preferred_locales ?? [], acceptLanguage);
}

function show(c: Context, { account, challenge, frame }: Opened): Response | Promise<Response> {
  if (!isOpen(account, challenge)) return closed(c, { account, challenge, frame });
  const { amount, card } = challenge;
  const targets = [challenge.returnUrl, challenge.landing].flatMap((url) => (url ? originOf(url) : []));
  const token = formTokenOf(challenge.id);
  return page(c, challengePage({ frame, action: c.req.path, token, amount, card }), targets.join(' '));
}

function take(c: Context, opened: Opened, form: Form): Response | Promise<Response> {
  const { account, challenge, frame } = opened;
  if (!isFormToken(fieldOf(form, 'token'), challenge.id)) return message(c, frame, { kind: 'error' }, 403);
  if (!isOpen(account, challenge)) return closed(c, opened);
  const result = fieldOf(form, 'result');
  if (result !== 'pass' && result !== 'fail') return c.redirect(c.req.path, 303);
  account.request = NO_REQUEST;
  const next = answer(account, challenge, result === 'pass' ? 'passed' : 'failed');
  return c.redirect(next ?? c.req.path, 303);
}

/** How it ended, for a visitor who has no page to go back to, or comes back to this one. */
function closed(c: Context, { account, challenge, frame }: Opened): Response | Promise<Response> {
  const t = translator(frame.locale);
  const declined = refusalOf(account, challenge);
  const refusal = declined && t(declined);
  const words =
    challenge.result === null
      ? { title: t('challenge.gone.title'), body: t('challenge.gone.body'), detail: t('challenge.gone.next') }
      : challenge.result === 'failed'
        ? { title: t('challenge.failed.title'), body: t('challenge.failed.body') }
        : refusal === null
          ? { title: t('challenge.passed.title'), body: t('challenge.passed.body') }
          : { title: t('challenge.declined.title'), body: refusal, detail: t('challenge.failed.body') };
  return page(c, messagePage(frame, words), '', challenge.result === null ? 409 : 200);
}

/** Why the bank's yes was not enough: the card declined afterwards. */
function refusalOf(account: Account, { purpose }: Challenge): MessageKey | null {
  const error =
    account.store.get('paymentIntents', purpose.id)?.last_payment_error ??
    account.store.get('setupIntents', purpose.id)?.last_setup_error;
  return error ? declineMessage(error.code ?? '', error.decline_code ?? null) : null;
}

/** A form's redirect may lead there: browsers apply `form-action` to it as well. */
const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');
