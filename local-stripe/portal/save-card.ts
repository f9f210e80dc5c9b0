import type { Account } from '../account';
import { productName } from '../billing/lines';
import { addSetupIntent, type SetUp, setUp } from '../billing/setup-intents';
import { cardEntered } from '../hosted/card-entered';
import type { CardEntry } from '../hosted/card-entry';
import { cardWords } from '../hosted/templates/payment-rows';
import type { Language } from '../hosted/templates/plan-words';
import { type Translate, translator } from '../messages/translator';
import type { Customer, PaymentMethod, SetupIntent } from '../records';
import { noteDone } from './flow-page';
import type { OpenSession } from './open-session';
import { currentPlans } from './plan-standing';
import type { Fact } from './templates/confirmation';

/**
 * Sets a card up for later payments and makes it the customer's default, by a setup intent as Stripe does. A declined
 * card leaves the customer as it was. Call it inside a transaction.
 * @param returnUrl where the bank sends the customer back to, when it wants to see them first.
 */
export function saveCard(
  open: OpenSession,
  entry: CardEntry,
  { returnUrl, makeDefault }: { returnUrl: string; makeDefault: boolean },
): SetUp {
  const { account, customer, visit, frame } = open;
  const method = cardEntered(account, entry);
  const intent = openIntent(open) ?? addSetupIntent(account, { customer: customer.id });
  const now = account.store.get('portalVisits', visit.id) ?? visit;
  account.store.put('portalVisits', {
    ...now,
    setUp: { intent: intent.id, makeDefault, locale: frame.locale },
  });
  const landing = open.session.flow?.after_completion.redirect?.return_url ?? null;
  const attempt = setUp(account, intent, method, { returnUrl, landing });
  if (attempt.kind === 'succeeded') concludeCard(account, attempt.intent);
  return attempt;
}

/** The page's setup intent as long as it takes another try: one intent for all tries of a visit. */
function openIntent({ account, visit }: OpenSession): SetupIntent | null {
  const intent = account.store.get('setupIntents', visit.setUp?.intent ?? '');
  return intent && ['requires_payment_method', 'requires_action'].includes(intent.status) ? intent : null;
}

/**
 * Carries on once a card is set up, be it at once or after the bank has seen the customer: it becomes the default, and
 * the portal's page that asked for it is done. A setup intent of no portal page is left alone.
 */
export function concludeCard(account: Account, intent: SetupIntent): void {
  const [visit] = account.store.by('portalVisits', 'setUp', intent.id);
  const session = visit && account.store.get('portalSessions', visit.id);
  const before = session && account.store.get('customers', session.customer);
  const method = account.store.get('paymentMethods', intent.payment_method ?? '');
  if (!visit?.setUp || !session || !before || !method) return;
  const { makeDefault, locale } = visit.setUp;
  if (makeDefault || before.invoice_settings.default_payment_method === null) {
    const after = account.store.put('customers', {
      ...before,
      invoice_settings: { ...before.invoice_settings, default_payment_method: method.id },
    });
    account.emit('customer.updated', after, before);
  }
  const t = translator(locale);
  const words = doneWords(t, locale, method, session.flow !== null);
  const others = otherwiseCharged(account, before, { locale, t });
  noteDone({ account, session, visit }, { ...words, facts: [...words.facts, ...others] });
}

/** The plans that keep being charged to a card of their own: people are regularly surprised by them. */
function otherwiseCharged(account: Account, customer: Customer, language: Language): Fact[] {
  return currentPlans({ account, customer }).flatMap((plan) => {
    const own = account.store.get('paymentMethods', plan.default_payment_method ?? '');
    if (!own) return [];
    const names = plan.items.data.map((item) => productName(account, item.price)).join(', ');
    const { masked, spoken } = cardWords(language, own);
    return [{ label: language.t('card.done.other', { plan: names }), value: masked, spoken }];
  });
}

function doneWords(t: Translate, locale: string, method: PaymentMethod, inFlow: boolean) {
  const words = cardWords({ locale, t }, method);
  return {
    title: inFlow ? t('card.done.title') : t('card.done.home', { card: words.spoken }),
    lead: t('card.done.lead'),
    facts: [
      { label: t('change.card'), value: words.masked, spoken: words.spoken },
      { label: t('done.charged'), value: t('card.done.nothing') },
    ],
  };
}
