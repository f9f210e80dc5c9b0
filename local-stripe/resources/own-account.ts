import type Stripe from 'stripe';
import type { Account } from '../account';
import { endpoint } from '../endpoint';
import type { Wire } from '../records';
import { ApiError } from '../wire/errors';

/** The account behind a key, as far as billing shows it. */
function shown(account: Account): Wire<Stripe.Account> {
  const given = account.store.get('settings', 'business_name')?.value;
  const name = typeof given === 'string' ? given : null;
  return {
    id: account.id,
    object: 'account',
    business_profile: {
      mcc: null,
      minority_owned_business_designation: null,
      name,
      product_description: null,
      specified_commercial_transactions_act_url: null,
      support_address: null,
      support_email: null,
      support_phone: null,
      support_url: null,
      url: null,
    },
    business_type: null,
    capabilities: { card_payments: 'active' },
    charges_enabled: true,
    controller: { type: 'account' },
    country: 'US',
    default_currency: 'usd',
    details_submitted: true,
    email: null,
    payouts_enabled: true,
    settings: {
      branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
      card_payments: {
        decline_on: { avs_failure: false, cvc_failure: false },
        statement_descriptor_prefix: null,
        statement_descriptor_prefix_kana: null,
        statement_descriptor_prefix_kanji: null,
      },
      dashboard: { display_name: name, timezone: 'Etc/UTC' },
      payments: {
        statement_descriptor: null,
        statement_descriptor_kana: null,
        statement_descriptor_kanji: null,
        statement_descriptor_prefix_kana: null,
        statement_descriptor_prefix_kanji: null,
      },
    },
    type: 'standard',
  };
}

export const ownAccount = [
  endpoint('GET', '/v1/account', {}, shown),
  endpoint('GET', '/v1/accounts/:id', {}, (account, _, { id = '' }) => {
    if (id === account.id) return shown(account);
    throw new ApiError(
      403,
      `The provided key '${account.keyHint}' does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
      { code: 'account_invalid' },
    );
  }),
];
