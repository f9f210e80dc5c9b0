import type { Customer } from '../records';

/** The payment method that a customer's invoices are charged on, unless a subscription has its own; null without one. */
export const defaultMethodOf = ({ default_source, invoice_settings }: Customer): string | null =>
  invoice_settings.default_payment_method ?? default_source ?? null;
