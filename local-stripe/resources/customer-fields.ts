import type { Account } from '../account';
import { requireOwnMethod } from '../billing/attach';
import { DEFAULT_CURRENCY, withBalance } from '../billing/balance';
import type { Customer } from '../records';
import { invalid } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import {
  clearable,
  clearableString,
  hash,
  type Infer,
  integer,
  list,
  metadata,
  oneOf,
  required,
  string,
} from '../wire/params';
import { addressFields, addressOf } from './address';

/** What a customer is made and changed with. */
export const customerFields = {
  address: clearable(hash(addressFields)),
  balance: integer(),
  description: clearableString(),
  email: clearableString(512),
  invoice_prefix: string(12),
  invoice_settings: hash({ default_payment_method: clearableString(), footer: clearableString() }),
  metadata: metadata(),
  name: clearableString(256),
  next_invoice_sequence: integer({ min: 1 }),
  phone: clearableString(20),
  preferred_locales: clearable(list(string())),
  shipping: clearable(
    hash({ address: required(hash(addressFields)), name: required(string()), phone: clearableString() }),
  ),
  tax_exempt: clearable(oneOf('none', 'exempt', 'reverse')),
};

type Changes = Partial<Infer<typeof customerFields>>;

/** `''` unsets, absence keeps. */
const kept = <T>(given: T | null | undefined, before: T | null | undefined): T | null =>
  given === undefined ? (before ?? null) : given;

/** A customer with what is given changed; `justAttached` is the payment method that came with it. */
export function withChanges(
  account: Account,
  before: Customer,
  params: Changes,
  justAttached?: string,
): Customer {
  return {
    ...balanced(account, before, params.balance),
    address:
      params.address === undefined
        ? (before.address ?? null)
        : params.address && { ...before.address, ...addressOf(params.address) },
    description: kept(params.description, before.description),
    email: kept(params.email, before.email),
    invoice_settings: {
      ...before.invoice_settings,
      default_payment_method: defaultMethod(
        account,
        before,
        params.invoice_settings?.default_payment_method,
        justAttached,
      ),
      footer: kept(params.invoice_settings?.footer, before.invoice_settings.footer),
    },
    invoice_prefix: prefixOf(params.invoice_prefix) ?? before.invoice_prefix ?? null,
    metadata: mergeMetadata(before.metadata, params.metadata),
    name: kept(params.name, before.name),
    next_invoice_sequence: params.next_invoice_sequence ?? before.next_invoice_sequence ?? 1,
    phone: kept(params.phone, before.phone),
    preferred_locales:
      params.preferred_locales === undefined
        ? (before.preferred_locales ?? [])
        : (params.preferred_locales ?? []).flatMap((each) => each ?? []),
    shipping:
      params.shipping === undefined
        ? before.shipping
        : params.shipping && {
            address: addressOf(params.shipping.address),
            name: params.shipping.name,
            phone: params.shipping.phone ?? null,
          },
    tax_exempt:
      params.tax_exempt === undefined ? (before.tax_exempt ?? 'none') : (params.tax_exempt ?? 'none'),
  };
}

/** A balance that is set leaves a transaction of what it changed by. */
function balanced(account: Account, before: Customer, balance: number | undefined): Customer {
  const amount = (balance ?? before.balance) - before.balance;
  if (amount === 0) return before;
  const currency = before.currency ?? DEFAULT_CURRENCY;
  return withBalance(account, before, amount, { type: 'adjustment', currency }).customer;
}

function defaultMethod(
  account: Account,
  customer: Customer,
  given: string | null | undefined,
  justAttached: string | undefined,
): string | null {
  if (given === undefined) return customer.invoice_settings.default_payment_method;
  if (given === null) return null;
  // Creating with payment_method=pm_card_visa and the same token as default means the one that was just attached.
  if (justAttached !== undefined && given.startsWith('pm_card_')) return justAttached;
  return requireOwnMethod(account, given, customer.id, 'invoice_settings[default_payment_method]').id;
}

/** The prefix of a customer's invoice numbers: 3 to 12 upper-case letters or digits. */
function prefixOf(given: string | undefined): string | undefined {
  if (given === undefined || /^[A-Z0-9]{3,12}$/.test(given)) return given;
  throw invalid('An invoice prefix has 3 to 12 uppercase letters or numbers.', { param: 'invoice_prefix' });
}
