import { type Context, Hono } from 'hono';
import { type Account, NO_REQUEST } from '../account';
import type { Accounts } from '../accounts';
import { letTimePass } from '../billing/time';
import { businessOf } from '../hosted/business';
import { readCard } from '../hosted/card-entry';
import { type Form, fieldOf, formOf, formTokenOf, isFormToken } from '../hosted/form';
import { localeOf } from '../hosted/locale-of';
import { page } from '../hosted/page';
import { message, unknownLink } from '../hosted/replies';
import { messagePage } from '../hosted/templates/message';
import type { Frame } from '../hosted/templates/view';
import { type MessageKey, translator } from '../messages/translator';
import type { CheckoutSession } from '../records';
import { applyCode, removeCode } from './apply-code';
import { readDetails } from './billing-details';
import { checkoutPage } from './checkout-page';
import { asksForCard, checkoutView } from './checkout-view';
import type { CheckoutField, OpenCheckout } from './order';
import { landing, note, pressPay } from './press-pay';
import { setQuantity } from './set-quantity';
import { shownOrder } from './shown-order';

type Reply = Response | Promise<Response>;

/** The page behind a Checkout session's `url`: it shows the order, takes a test card, and places the order. */
export function checkoutRoutes(accounts: Accounts): Hono {
  const routes = new Hono();
  routes.get('/pay/:session', (c) => withSession(c, accounts, (open, frame) => show(c, open, frame)));
  routes.post('/pay/:session', async (c) => {
    // Read first: from finding the session to placing the order nothing waits, so two presses place it once.
    const form = await formOf(c);
    return withSession(c, accounts, (open, frame) => act(c, open, frame, form));
  });
  routes.all('*', (c) => unknownLink(c));
  return routes;
}

function withSession(c: Context, accounts: Accounts, go: (open: OpenCheckout, frame: Frame) => Reply): Reply {
  const id = c.req.param('session') ?? '';
  const account = [...accounts].find((each) => each.store.get('checkoutSessions', id) !== undefined);
  if (!account) return unknownLink(c);
  letTimePass(account);
  const session = account.store.get('checkoutSessions', id);
  const order = account.store.get('checkoutOrders', id);
  if (!session || !order) return unknownLink(c);
  const frame = frameOf(account, session, c.req.header('accept-language') ?? '');
  if (session.status === 'expired') return expired(c, frame);
  return go({ account, session, order }, frame);
}

function frameOf(account: Account, session: CheckoutSession, acceptLanguage: string): Frame {
  const preferred = account.store.get('customers', session.customer ?? '')?.preferred_locales ?? [];
  const locale = localeOf(session.locale, preferred, acceptLanguage);
  return {
    locale,
    business: businessOf(account),
    headline: null,
    returnUrl: session.cancel_url,
    termsUrl: null,
    privacyUrl: null,
  };
}

function show(c: Context, open: OpenCheckout, frame: Frame): Reply {
  if (open.session.status === 'complete') return completed(c, frame);
  const target = landing(open.session);
  return page(
    c,
    checkoutPage(checkoutView(open, { frame, action: c.req.path, token: formTokenOf(open.session.id) })),
    target === null ? '' : new URL(target).origin,
  );
}

function act(c: Context, open: OpenCheckout, frame: Frame, form: Form): Reply {
  const { account, session } = open;
  if (!isFormToken(fieldOf(form, 'token'), session.id)) return message(c, frame, { kind: 'error' }, 403);
  if (session.status === 'complete') return c.redirect(landing(session) ?? c.req.path, 303);
  account.request = NO_REQUEST;
  const place = /^quantity_(\d{1,3})$/.exec(fieldOf(form, 'do'))?.[1];
  if (form.do === 'remove') account.transaction(() => removeCode(open));
  else if (place !== undefined)
    account.transaction(() => setQuantity(open, Number(place), fieldOf(form, `quantity_${place}`)));
  else if (form.do === 'apply') {
    if (session.allow_promotion_codes)
      account.transaction(() => applyCode(open, fieldOf(form, 'code').slice(0, 100)));
  } else if (form.do === 'pay') return c.redirect(pay(open, form) ?? c.req.path, 303);
  return c.redirect(c.req.path, 303);
}

const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** What the form has for a card: whose bank checks postal codes is not asked here. */
const CARD_FIELDS = ['name', 'number', 'expiry', 'cvc'] as const;

function pay({ account, session, order }: OpenCheckout, form: Form): string | null {
  const details = readDetails(form, session);
  const entered = {
    ...order.entered,
    email: fieldOf(form, 'email'),
    name: fieldOf(form, 'name').slice(0, 256),
    billing: details.entered,
  };
  const open: OpenCheckout = { account, session, order: { ...order, entered } };
  const refuse = (field: CheckoutField, key: MessageKey) => {
    account.transaction(() => note(open, { field, said: { key } }));
    return null;
  };
  if (fieldOf(form, 'shown') !== shownOrder(open)) return refuse('order', 'checkout.problem.changed');
  const known = account.store.get('customers', session.customer ?? '')?.email ?? session.customer_email;
  if (known === null && (!EMAIL.test(entered.email) || entered.email.length > 512))
    return refuse('email', 'checkout.email.missing');
  if (details.wrong) return refuse(details.wrong.field, details.wrong.key);
  if (!asksForCard(open)) return pressPay(open, null);
  const read = readCard(form, account.now(), CARD_FIELDS);
  if (read.kind === 'entry') return pressPay(open, read.entry);
  const wrong = CARD_FIELDS.find((field) => read.errors[field] !== undefined) ?? 'number';
  return refuse(wrong, read.errors[wrong] ?? 'card.error.number');
}

function completed(c: Context, frame: Frame): Reply {
  const t = translator(frame.locale);
  const words = { title: t('checkout.done.title'), body: t('checkout.done.body') };
  return page(c, messagePage(frame, words));
}

function expired(c: Context, frame: Frame): Reply {
  const t = translator(frame.locale);
  const words = {
    title: t('checkout.expired.title'),
    body: t('checkout.expired.body'),
    detail: t('checkout.expired.next'),
  };
  return page(c, messagePage(frame, words), '', 410);
}
