import type { Account } from '../account';
import { endpoint } from '../endpoint';
import { PORTAL_LOCALES } from '../hosted/locales';
import { checkFlow, type Flow } from '../portal/flow-rules';
import type { Configuration, PortalSession } from '../records';
import { invalid, missing, noSuch } from '../wire/errors';
import { hash, type Infer, integer, list, oneOf, required, string, timestamp, url } from '../wire/params';

const FLOWS = [
  'customer_update',
  'payment_method_update',
  'subscription_cancel',
  'subscription_pause',
  'subscription_update',
  'subscription_update_confirm',
] as const;
const subscription = required(string());
const afterCompletion = {
  type: required(oneOf('hosted_confirmation', 'portal_homepage', 'redirect')),
  hosted_confirmation: hash({ custom_message: string(500) }),
  redirect: hash({ return_url: required(url()) }),
};
const flowData = {
  type: required(oneOf(...FLOWS)),
  after_completion: hash(afterCompletion),
  subscription_cancel: hash({
    subscription,
    retention: hash({
      type: required(oneOf('coupon_offer')),
      coupon_offer: required(hash({ coupon: required(string()) })),
    }),
  }),
  subscription_pause: hash({ subscription }),
  subscription_update: hash({ subscription }),
  subscription_update_confirm: hash({
    subscription,
    items: required(list(hash({ id: required(string()), price: string(), quantity: integer({ min: 0 }) }))),
    discounts: list(hash({ coupon: string(), promotion_code: string() })),
  }),
};
const create = {
  after_expiration: hash({
    type: required(oneOf('customer_login')),
    customer_login: hash({ expires_at: timestamp({ min: 0 }) }),
  }),
  configuration: string(),
  customer: string(),
  flow_data: hash(flowData),
  locale: oneOf(...PORTAL_LOCALES),
  return_url: url(),
};

type FlowData = Infer<typeof flowData>;

const NO_CONFIGURATION =
  'No configuration provided and your test mode default configuration has not been created. Provide a configuration or create your default by saving your customer portal settings in test mode at https://dashboard.stripe.com/test/settings/billing/portal.';

/** The configuration that was named; without a name, the account's first active one, as there is no Dashboard here. */
function configurationFor(account: Account, id: string | undefined): Configuration {
  if (id === undefined) {
    for (const each of account.store.oldestFirst('configurations')) if (each.active) return each;
    throw invalid(NO_CONFIGURATION);
  }
  const named = account.store.get('configurations', id);
  if (!named) throw noSuch('configuration', id, 'configuration');
  if (!named.active)
    throw invalid(`The configuration \`${id}\` is inactive and cannot be used.`, { param: 'configuration' });
  return named;
}

const FLOW_HASHES = [
  'subscription_cancel',
  'subscription_pause',
  'subscription_update',
  'subscription_update_confirm',
] as const;

/** Each flow has its own hash and no other. */
function requireOwnHash(data: FlowData): void {
  const strange = FLOW_HASHES.find((name) => name !== data.type && data[name] !== undefined);
  if (strange)
    throw invalid(`You can only pass \`flow_data[${strange}]\` when \`flow_data[type]\` is \`${strange}\`.`, {
      param: `flow_data[${strange}]`,
    });
  if (data.type === 'customer_update' || data.type === 'payment_method_update') return;
  if (data[data.type] === undefined) throw missing(`flow_data[${data.type}]`);
}

/** The flow as the answer shows it: every key is there, those of other flows are null. */
function flowOf(data: FlowData): Flow {
  requireOwnHash(data);
  const only = <T>(type: FlowData['type'], value: T): T | null => (data.type === type ? value : null);
  const { subscription_cancel: cancel, subscription_update_confirm: confirm } = data;
  return {
    type: data.type,
    after_completion: completionOf(data.after_completion),
    customer_update: only('customer_update', {}),
    subscription_cancel: only(
      'subscription_cancel',
      cancel
        ? {
            subscription: cancel.subscription,
            retention: cancel.retention
              ? { type: 'coupon_offer', coupon_offer: { coupon: cancel.retention.coupon_offer.coupon } }
              : null,
          }
        : null,
    ),
    subscription_pause: only('subscription_pause', data.subscription_pause ?? null),
    subscription_update: only('subscription_update', data.subscription_update ?? null),
    subscription_update_confirm: only(
      'subscription_update_confirm',
      confirm
        ? {
            subscription: confirm.subscription,
            items: confirm.items.map((item) => ({
              id: item.id,
              price: item.price ?? null,
              ...(item.quantity !== undefined && { quantity: item.quantity }),
            })),
            discounts:
              confirm.discounts?.map((each) => ({
                coupon: each.coupon ?? null,
                promotion_code: each.promotion_code ?? null,
              })) ?? null,
          }
        : null,
    ),
  };
}

function completionOf(given: FlowData['after_completion']): Flow['after_completion'] {
  const type = given?.type ?? 'hosted_confirmation';
  const path = 'flow_data[after_completion]';
  if (type === 'redirect' && !given?.redirect) throw missing(`${path}[redirect]`);
  const strange = (['hosted_confirmation', 'redirect'] as const).find(
    (name) => name !== type && given?.[name] !== undefined,
  );
  if (strange)
    throw invalid(`You can only pass \`${path}[${strange}]\` when \`${path}[type]\` is \`${strange}\`.`, {
      param: `${path}[${strange}]`,
    });
  return {
    type,
    hosted_confirmation:
      type === 'hosted_confirmation'
        ? { custom_message: given?.hosted_confirmation?.custom_message ?? null }
        : null,
    redirect: type === 'redirect' && given?.redirect ? { return_url: given.redirect.return_url } : null,
  };
}

export const portalSessions = [
  endpoint('POST', '/v1/billing_portal/sessions', create, (account, params) => {
    if (params.customer === undefined) throw missing('customer');
    const customer = account.store.get('customers', params.customer);
    if (!customer) throw noSuch('customer', params.customer, 'customer');
    const configuration = configurationFor(account, params.configuration);
    const flow = params.flow_data ? flowOf(params.flow_data) : null;
    if (flow) checkFlow({ account, customer, configuration }, flow);
    const id = account.ids.next('bps');
    const token = `test_${account.ids.secret(56)}`;
    account.store.put('portalVisits', { id, token, lastVisit: null, outcome: null, problem: null });
    const expiresAt = params.after_expiration?.customer_login?.expires_at;
    if (expiresAt !== undefined && expiresAt <= account.now())
      throw invalid('Invalid expires_at: must be in the future.', {
        param: 'after_expiration[customer_login][expires_at]',
      });
    const session: PortalSession = {
      id,
      object: 'billing_portal.session',
      after_expiration: params.after_expiration
        ? {
            type: 'customer_login',
            customer_login: { expires_at: expiresAt ?? null },
          }
        : null,
      configuration: configuration.id,
      created: account.now(),
      customer: customer.id,
      customer_account: null,
      flow,
      livemode: false,
      locale: params.locale ?? null,
      on_behalf_of: null,
      return_url: params.return_url ?? configuration.default_return_url,
      url: `${account.origin}/p/session/${token}`,
    };
    account.store.put('portalSessions', session);
    account.emit('billing_portal.session.created', session);
    return session;
  }),
];
