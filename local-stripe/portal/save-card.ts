import type { Account } from '../account';
import { productName } from '../billing/lines';
import { addSetupIntent, type SetUp, setUp } from '../billing/setup-intents';
import { cardEntered } from '../hosted/card-entered';
import type { CardEntry } from '../hosted/card-entry';
import type { Customer, PaymentMethod, SetupIntent } from '../records';
import { noteDone } from './flow-page';
import type { OpenSession } from './open-session';
import { currentPlans } from './plan-standing';
import { type Done, type SayableFact, sayableMethod } from './sayable';

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
  const { account, customer, visit } = open;
  const method = cardEntered(account, entry);
  const intent = openIntent(open) ?? addSetupIntent(account, { customer: customer.id });
  const now = account.store.get('portalVisits', visit.id) ?? visit;
  account.store.put('portalVisits', { ...now, setUp: { intent: intent.id, makeDefault } });
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
  if (visit.setUp.makeDefault || before.invoice_settings.default_payment_method === null) {
    const after = account.store.put('customers', {
      ...before,
      invoice_settings: { ...before.invoice_settings, default_payment_method: method.id },
    });
    account.emit('customer.updated', after, before);
  }
  const saved = cardSaved(method, session.flow !== null);
  const others = otherwiseCharged(account, before);
  noteDone({ account, session, visit }, { ...saved, facts: [...saved.facts, ...others] });
}

/** The plans that keep being charged to a card of their own: people are regularly surprised by them. */
function otherwiseCharged(account: Account, customer: Customer): SayableFact[] {
  return currentPlans({ account, customer }).flatMap((plan) => {
    const own = account.store.get('paymentMethods', plan.default_payment_method ?? '');
    if (!own) return [];
    const names = plan.items.data.map((item) => productName(account, item.price));
    return [
      {
        label: { key: 'card.done.other', values: { plan: { names } } },
        value: sayableMethod(own, 'masked'),
        spoken: sayableMethod(own, 'spoken'),
      },
    ];
  });
}

function cardSaved(method: PaymentMethod, inFlow: boolean): Done {
  const [value, spoken] = [sayableMethod(method, 'masked'), sayableMethod(method, 'spoken')];
  return {
    title: inFlow ? { key: 'card.done.title' } : { key: 'card.done.home', values: { card: spoken } },
    lead: { key: 'card.done.lead' },
    facts: [
      { label: { key: 'change.card' }, value, spoken },
      { label: { key: 'done.charged' }, value: { key: 'card.done.nothing' } },
    ],
  };
}
