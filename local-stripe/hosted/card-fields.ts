import { translator } from '../messages/translator';
import type { Customer, PaymentMethod } from '../records';
import type { CardErrors, KeptEntry } from './card-entry';
import { countryOptions, likelyCountry } from './countries';
import type { CardFieldsView } from './templates/card-fields';

/** What the fields for a card hold at first: of the card that was tried last, else of the customer. */
export function keptFrom(customer: Customer, locale: string, tried: PaymentMethod | null): KeptEntry {
  const { name, address } = tried?.billing_details ?? customer;
  return {
    expiry: '',
    name: name ?? '',
    country: address?.country ?? likelyCountry(locale),
    postalCode: address?.postal_code ?? '',
  };
}

/** The fields for a card, with their errors in the page's language. */
export function cardFieldsView(locale: string, kept: KeptEntry, errors: CardErrors): CardFieldsView {
  const t = translator(locale);
  const words = Object.fromEntries(Object.entries(errors).map(([field, key]) => [field, t(key)]));
  return { countries: countryOptions(locale), kept, errors: words };
}
