import type { Customer, TaxId } from '../../records';
import type { Address, BillingPart } from '../billing-entry';
import type { Sayable, SayableFact } from '../sayable';

/** What is known of a customer, of the parts given, as facts with their labels; what is empty is left out. */
export function billingFacts(
  customer: Customer,
  taxIds: readonly TaxId[],
  parts: readonly BillingPart[],
): SayableFact[] {
  const { address, email, name, phone, shipping } = customer;
  const of = (part: BillingPart, label: Sayable, value: Sayable | null | undefined): SayableFact[] =>
    parts.includes(part) && value ? [{ label, value, long: true }] : [];
  return [
    ...of('name', { key: 'billing.name' }, name),
    ...of('email', { key: 'billing.email.short' }, email),
    ...of('phone', { key: 'billing.phone' }, phone),
    ...of('address', { key: 'billing.address' }, listOf(addressParts(address))),
    ...of(
      'shipping',
      { key: 'billing.shipping.short' },
      listOf([...(shipping?.name ? [shipping.name] : []), ...addressParts(shipping?.address)]),
    ),
    ...taxIds.flatMap(({ type, value }) => of('tax_id', taxTypeName(type), value)),
  ];
}

const listOf = (parts: readonly Sayable[]): Sayable | null => (parts.length > 0 ? { parts } : null);

/** "12 St James's Square", "London", "SW1Y 4JH", "United Kingdom". */
function addressParts(address: Address | null | undefined): Sayable[] {
  const { line1, line2, city, state, postal_code, country } = address ?? {};
  const written = [line1, line2, city, state, postal_code].flatMap((part) => part || []);
  return country ? [...written, { country }] : written;
}

/** "EU VAT" of `eu_vat`. */
export const taxTypeName = (type: string): string => type.replaceAll('_', ' ').toUpperCase();
