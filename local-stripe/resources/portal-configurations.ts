import type { Account } from '../account';
import { endpoint } from '../endpoint';
import { features } from '../portal/feature-params';
import { NO_FEATURES, withFeatures } from '../portal/features';
import type { Configuration } from '../records';
import { missing, notFound } from '../wire/errors';
import { page, pagination } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  clearableString,
  hash,
  type Infer,
  metadata,
  required,
  url,
} from '../wire/params';

const shared = {
  business_profile: hash({
    headline: clearableString(60),
    privacy_policy_url: clearable(url()),
    terms_of_service_url: clearable(url()),
  }),
  default_return_url: clearable(url()),
  login_page: hash({ enabled: required(boolean()) }),
  metadata: metadata(),
  name: clearableString(256),
};
const create = {
  ...shared,
  // A new one has nothing to clear.
  business_profile: hash({
    headline: clearableString(60),
    privacy_policy_url: url(),
    terms_of_service_url: url(),
  }),
  features: required(features),
};
const update = { ...shared, active: boolean(), features };
const filters = { ...pagination, active: boolean(), is_default: boolean() };

type Given = Partial<Infer<typeof update>>;

/** `login_page`, `business_profile` and the rest that is not a feature. */
function withProfile(account: Account, before: Configuration, params: Given): Configuration {
  const { business_profile: profile } = params;
  const keep = <T>(value: T | null | undefined, old: T | null): T | null =>
    value === undefined ? old : value;
  const login = params.login_page?.enabled ?? before.login_page.enabled;
  return {
    ...before,
    business_profile: {
      headline: keep(profile?.headline, before.business_profile.headline),
      privacy_policy_url: keep(profile?.privacy_policy_url, before.business_profile.privacy_policy_url),
      terms_of_service_url: keep(profile?.terms_of_service_url, before.business_profile.terms_of_service_url),
    },
    default_return_url: keep(params.default_return_url, before.default_return_url),
    login_page:
      login === before.login_page.enabled
        ? before.login_page
        : { enabled: login, url: login ? `${account.origin}/p/login/test_${account.ids.secret(24)}` : null },
    metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
    name: keep(params.name, before.name),
    updated: account.now(),
  };
}

function requireConfiguration(account: Account, id: string): Configuration {
  const configuration = account.store.get('configurations', id);
  if (!configuration) throw notFound('configuration', id, 'configuration');
  return configuration;
}

export const portalConfigurations = [
  endpoint('POST', '/v1/billing_portal/configurations', create, (account, params) => {
    const now = account.now();
    const { features: wanted } = params;
    for (const feature of [
      'customer_update',
      'subscription_cancel',
      'subscription_pause',
      'subscription_update',
    ] as const)
      if (wanted[feature] && wanted[feature].enabled === undefined)
        throw missing(`features[${feature}][enabled]`);
    const reason = wanted.subscription_cancel?.cancellation_reason;
    if (reason && reason.options === undefined)
      throw missing('features[subscription_cancel][cancellation_reason][options]');
    const bare: Configuration = {
      id: account.ids.next('bpc'),
      object: 'billing_portal.configuration',
      active: true,
      application: null,
      business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
      created: now,
      default_return_url: null,
      features: withFeatures(account, NO_FEATURES, wanted),
      is_default: false,
      livemode: false,
      login_page: { enabled: false, url: null },
      metadata: {},
      name: null,
      updated: now,
    };
    const configuration = account.store.put('configurations', withProfile(account, bare, params));
    account.emit('billing_portal.configuration.created', configuration);
    return configuration;
  }),
  endpoint('GET', '/v1/billing_portal/configurations', filters, (account, params) =>
    page(account, 'configurations', {
      url: '/v1/billing_portal/configurations',
      params,
      keep: (each) =>
        (params.active === undefined || each.active === params.active) &&
        (params.is_default === undefined || each.is_default === params.is_default),
    }),
  ),
  endpoint('GET', '/v1/billing_portal/configurations/:id', {}, (account, _, { id = '' }) =>
    requireConfiguration(account, id),
  ),
  endpoint('POST', '/v1/billing_portal/configurations/:id', update, (account, params, { id = '' }) => {
    const before = requireConfiguration(account, id);
    const after = account.store.put('configurations', {
      ...withProfile(account, before, params),
      active: params.active ?? before.active,
      features: withFeatures(account, before.features, params.features ?? {}),
    });
    account.emit('billing_portal.configuration.updated', after, before);
    return after;
  }),
];
