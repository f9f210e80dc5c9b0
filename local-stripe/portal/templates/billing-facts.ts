import { countryName } from '../../hosted/countries';
import type { Language } from '../../hosted/templates/plan-words';
import type { Customer, TaxId } from '../../records';
import type { Address, BillingPart } from '../billing-entry';
import type { Fact } from './confirmation';

/** What is known of a customer, of the parts given, as facts with their labels; what is empty is left out. */
export function billingFacts(
  language: Language,
  customer: Customer,
  taxIds: readonly TaxId[],
  parts: readonly BillingPart[],
): Fact[] {
  const { locale, t } = language;
  const { shipping } = customer;
  const of = (part: BillingPart, label: string, value: string | null | undefined): Fact[] =>
    parts.includes(part) && value ? [{ label, value, long: true }] : [];
  return [
    ...of('name', t('billing.name'), customer.name),
    ...of('email', t('billing.email.short'), customer.email),
    ...of('phone', t('billing.phone'), customer.phone),
    ...of('address', t('billing.address'), customer.address && placeInWords(locale, customer.address)),
    ...of(
      'shipping',
      t('billing.shipping.short'),
      shipping &&
        [shipping.name, shipping.address && placeInWords(locale, shipping.address)]
          .filter(Boolean)
          .join(', '),
    ),
    ...taxIds.flatMap(({ type, value }) => of('tax_id', taxTypeName(type), value)),
  ];
}

/** "12 St James's Square, London, SW1Y 4JH, United Kingdom". */
function placeInWords(locale: string, place: Address): string {
  const { line1, line2, city, state, postal_code, country } = place;
  return [line1, line2, city, state, postal_code, country && countryName(locale, country)]
    .filter(Boolean)
    .join(', ');
}

/** "EU VAT" of `eu_vat`. */
export const taxTypeName = (type: string): string => type.replaceAll('_', ' ').toUpperCase();
