import { isCountry } from '../hosted/countries';
import { fingerprint } from '../hosted/fingerprint';
import { type Form, fieldOf } from '../hosted/form';
import type { MessageKey } from '../messages/translator';
import type { Configuration, Customer } from '../records';

/** What a customer may change about themselves, as the configuration allows it. */
export type BillingPart = Configuration['features']['customer_update']['allowed_updates'][number];

export type Address = NonNullable<Customer['address']>;

/** What was typed, field by field; parts that are not allowed are not there. */
export type BillingEntry = Readonly<{ [field: string]: string }>;

export type BillingErrors = Readonly<{ [field: string]: MessageKey }>;

const ADDRESS_FIELDS = ['line1', 'line2', 'city', 'state', 'postal_code', 'country'] as const;

const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const PHONE = /^\+?[\d\s().\-/]{3,20}$/;
const LIMITS: Readonly<Partial<Record<string, number>>> = {
  email: 512,
  name: 256,
  phone: 20,
  shipping_phone: 20,
};

/** The form's fields, in their order on the page. */
export function fieldsOf(parts: readonly BillingPart[]): string[] {
  const has = (part: BillingPart, fields: string[]) => (parts.includes(part) ? fields : []);
  return [
    ...has('name', ['name']),
    ...has('email', ['email']),
    ...has('phone', ['phone']),
    ...has('address', [...ADDRESS_FIELDS]),
    ...has('shipping', [
      'shipping_name',
      ...ADDRESS_FIELDS.map((field) => `shipping_${field}`),
      'shipping_phone',
    ]),
    ...has('tax_id', ['tax_type', 'tax_value']),
  ];
}

/** What the form holds before anything is typed. */
export function entryOf(customer: Customer, parts: readonly BillingPart[]): BillingEntry {
  const { address, shipping } = customer;
  const all: { [field: string]: string } = {
    name: customer.name ?? '',
    email: customer.email ?? '',
    phone: customer.phone ?? '',
    shipping_name: shipping?.name ?? '',
    shipping_phone: shipping?.phone ?? '',
    tax_type: '',
    tax_value: '',
  };
  for (const field of ADDRESS_FIELDS) {
    all[field] = address?.[field] ?? '';
    all[`shipping_${field}`] = shipping?.address?.[field] ?? '';
  }
  return Object.fromEntries(fieldsOf(parts).map((field) => [field, all[field] ?? '']));
}

/** Names what the form holds of each part, so that it can be told later what was touched. */
export const namedParts = (entry: BillingEntry, parts: readonly BillingPart[]): string =>
  parts.map((part) => namedPart(entry, part)).join('.');

const namedPart = (entry: BillingEntry, part: BillingPart): string =>
  fingerprint(fieldsOf([part]).map((field) => entry[field] ?? ''));

/**
 * What was typed, but of the parts that were left as the form had them, what is there now: another tab may have changed
 * that since.
 * @param shown what `namedParts` gave for the form.
 */
export function withoutUntouched(
  typed: BillingEntry,
  now: BillingEntry,
  parts: readonly BillingPart[],
  shown: string,
): BillingEntry {
  const names = shown.split('.');
  const untouched = parts.filter((part, i) => namedPart(typed, part) === names[i]);
  return { ...typed, ...Object.fromEntries(fieldsOf(untouched).map((field) => [field, now[field] ?? ''])) };
}

/** Reads what was typed and says what has to be mended. */
export function readBilling(
  form: Form,
  parts: readonly BillingPart[],
): { entry: BillingEntry; errors: BillingErrors } {
  const entry = Object.fromEntries(fieldsOf(parts).map((field) => [field, fieldOf(form, field)]));
  const errors: { [field: string]: MessageKey } = {};
  for (const [field, value] of Object.entries(entry))
    if (value.length > (LIMITS[field] ?? 500)) errors[field] = 'billing.error.long';
  const { email, phone, shipping_phone } = entry;
  if (email !== undefined && !EMAIL.test(email))
    errors.email ??= email === '' ? 'billing.error.email.missing' : 'billing.error.email';
  if (phone && !PHONE.test(phone)) errors.phone ??= 'billing.error.phone';
  if (shipping_phone && !PHONE.test(shipping_phone)) errors.shipping_phone ??= 'billing.error.phone';
  if (parts.includes('address')) checkPlace(entry, '', errors, isFilled(entry, ''));
  if (parts.includes('shipping')) {
    const filled = isFilled(entry, 'shipping_') || Boolean(entry.shipping_name || shipping_phone);
    if (filled && !entry.shipping_name) errors.shipping_name ??= 'billing.error.name';
    checkPlace(entry, 'shipping_', errors, filled);
  }
  if (entry.tax_value && !entry.tax_type) errors.tax_type ??= 'billing.error.taxType';
  if (entry.tax_type && !entry.tax_value) errors.tax_value ??= 'billing.error.taxValue.missing';
  return { entry, errors };
}

const isFilled = (entry: BillingEntry, prefix: string): boolean =>
  ADDRESS_FIELDS.some((field) => Boolean(entry[`${prefix}${field}`]));

function checkPlace(
  entry: BillingEntry,
  prefix: '' | 'shipping_',
  errors: { [field: string]: MessageKey },
  filled: boolean,
): void {
  if (!filled) return;
  if (!entry[`${prefix}line1`]) errors[`${prefix}line1`] ??= 'billing.error.line1';
  if (!isCountry(entry[`${prefix}country`] ?? '')) errors[`${prefix}country`] ??= 'billing.error.country';
}

/** The customer with what was typed; an address or recipient whose every field is empty is taken away. */
export function withEntry(before: Customer, entry: BillingEntry, parts: readonly BillingPart[]): Customer {
  const place = (prefix: string): Address => ({
    city: entry[`${prefix}city`] || null,
    country: entry[`${prefix}country`] || null,
    line1: entry[`${prefix}line1`] || null,
    line2: entry[`${prefix}line2`] || null,
    postal_code: entry[`${prefix}postal_code`] || null,
    state: entry[`${prefix}state`] || null,
  });
  return {
    ...before,
    ...(parts.includes('name') && { name: entry.name || null }),
    ...(parts.includes('email') && { email: entry.email || null }),
    ...(parts.includes('phone') && { phone: entry.phone || null }),
    ...(parts.includes('address') && { address: isFilled(entry, '') ? place('') : null }),
    ...(parts.includes('shipping') && {
      shipping: entry.shipping_name
        ? { address: place('shipping_'), name: entry.shipping_name, phone: entry.shipping_phone || null }
        : null,
    }),
  };
}
