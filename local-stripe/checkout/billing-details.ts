import { isCountry } from '../hosted/countries';
import type { Form } from '../hosted/form';
import type { MessageKey } from '../messages/translator';
import { readBilling } from '../portal/billing-entry';
import type { CheckoutSession, Customer } from '../records';
import type { BillingField, CheckoutOrder } from './order';

type Entered = NonNullable<CheckoutOrder['entered']['billing']>;

/** What a session asks for besides the card, in the order of the page. */
export const collects = ({ billing_address_collection, phone_number_collection }: CheckoutSession) => ({
  phone: phone_number_collection?.enabled === true,
  address: billing_address_collection === 'required',
});

/** Reads it, and says what has to be mended first; all that is asked for is needed. */
export function readDetails(
  form: Form,
  session: CheckoutSession,
): { entered: Entered; wrong: { field: BillingField; key: MessageKey } | null } {
  const { phone, address } = collects(session);
  const parts = [...(phone ? ['phone' as const] : []), ...(address ? ['address' as const] : [])];
  const { entry, errors } = readBilling(form, parts);
  const missing: { [field: string]: MessageKey } = {
    ...(phone && !entry.phone && { phone: 'billing.error.phone' }),
    ...(address && !entry.line1 && { line1: 'billing.error.line1' }),
    ...(address && !isCountry(entry.country ?? '') && { country: 'billing.error.country' }),
  };
  const wrong = { ...missing, ...errors };
  const field = Object.keys(entry).find((name) => wrong[name] !== undefined);
  return {
    entered: entry, // of the fields of these parts
    wrong: field === undefined ? null : { field: field as BillingField, key: wrong[field] as MessageKey }, // found above
  };
}

type Address = NonNullable<Customer['address']>;

/** The address that was typed; null when none was asked for. */
export function addressOf(session: CheckoutSession, { entered }: CheckoutOrder): Address | null {
  if (!collects(session).address) return null;
  const { line1, line2, city, state, postal_code, country } = entered.billing ?? {};
  return {
    city: city || null,
    country: country || null,
    line1: line1 || null,
    line2: line2 || null,
    postal_code: postal_code || null,
    state: state || null,
  };
}

/** The phone number that was typed; null when none was asked for. */
export const phoneOf = (session: CheckoutSession, { entered }: CheckoutOrder): string | null =>
  (collects(session).phone && entered.billing?.phone) || null;
