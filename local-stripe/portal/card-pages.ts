import { detach } from '../billing/attach';
import { defaultMethodOf } from '../billing/default-method';
import { formTokenOf } from '../hosted/form';
import { page } from '../hosted/page';
import { message } from '../hosted/replies';
import { cardWords } from '../hosted/templates/payment-rows';
import { translator } from '../messages/translator';
import type { PaymentMethod } from '../records';
import { type FlowPage, noteDone, pathTo } from './flow-page';
import type { OpenSession } from './open-session';
import { mayRemove, ownCard } from './own-cards';
import { type Done, sayableMethod } from './sayable';
import { askPage } from './templates/ask';

/** "Make default" on the portal's home: has no page of its own. */
export const makeDefaultPage: FlowPage = {
  show(c, open) {
    return c.redirect(pathTo(open), 303);
  },
  act(c, open, _form, { id }) {
    const method = offered(open, id);
    if (!method) return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
    const { account, customer } = open;
    if (customer.invoice_settings.default_payment_method !== method.id)
      account.transaction(() => {
        const after = account.store.put('customers', {
          ...customer,
          invoice_settings: { ...customer.invoice_settings, default_payment_method: method.id },
        });
        account.emit('customer.updated', after, customer);
        noteDone(open, told('home.done.default', method));
      });
    return c.redirect(pathTo(open), 303);
  },
};

/** "Remove" on the portal's home: asks once more. */
export const removeCardPage: FlowPage = {
  show(c, open, { id }) {
    const method = offered(open, id);
    if (!method || !mayRemove(open, method))
      return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
    const { frame, visit } = open;
    const t = translator(frame.locale);
    const { masked, spoken } = cardWords({ locale: frame.locale, t }, method);
    return page(
      c,
      askPage(frame, {
        title: t('remove.title'),
        lead: t('remove.lead'),
        facts: [{ label: t('change.card'), value: masked, spoken }],
        button: t('remove.button'),
        isFinal: true,
        action: c.req.path,
        token: formTokenOf(visit.token),
        home: pathTo(open),
      }),
    );
  },
  act(c, open, _form, { id }) {
    const method = offered(open, id);
    if (!method || !mayRemove(open, method))
      return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
    open.account.transaction(() => {
      detach(open.account, method);
      noteDone(open, told('home.done.remove', method));
    });
    return c.redirect(pathTo(open), 303);
  },
};

/** "Charge my default card" on the portal's home: a plan gives up the card of its own. Has no page of its own. */
export const ownCardPage: FlowPage = {
  show(c, open) {
    return c.redirect(pathTo(open), 303);
  },
  act(c, open, _form, { id }) {
    const { account, customer, frame } = open;
    const before = account.store.get('subscriptions', id ?? '');
    const chosen = offered(open, defaultMethodOf(customer));
    if (before?.customer !== customer.id || !before.default_payment_method || !chosen)
      return message(c, frame, { kind: 'no-longer-possible' }, 409);
    account.transaction(() => {
      const after = account.store.put('subscriptions', { ...before, default_payment_method: null });
      account.emit('customer.subscription.updated', after, before);
      noteDone(open, told('home.done.default', chosen));
    });
    return c.redirect(pathTo(open), 303);
  },
};

/** The customer's own payment method, while the configuration lets them change theirs. */
const offered = (open: OpenSession, id: string | null): PaymentMethod | null =>
  open.configuration.features.payment_method_update.enabled ? ownCard(open, id) : null;

const told = (key: 'home.done.default' | 'home.done.remove', method: PaymentMethod): Done => ({
  title: { key, values: { card: sayableMethod(method, 'spoken') } },
  lead: null,
  facts: [],
});
