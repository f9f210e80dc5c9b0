import { noAddress } from '../billing/cards';
import type { PaymentMethod } from '../records';
import { clearable, hash, integer, string } from '../wire/params';
import { addressFields } from './address';

/** A card as it is given: a test token, or a number with its expiry. */
export const cardParams = {
  token: string(),
  number: string(),
  exp_month: integer(),
  exp_year: integer(),
  cvc: string(),
};

export const billingDetails = hash({
  address: hash(addressFields),
  email: clearable(string()),
  name: clearable(string()),
  phone: clearable(string()),
});

type Details = PaymentMethod['billing_details'];
type GivenDetails = {
  address?: { [field: string]: string | null | undefined } | undefined;
  email?: string | null | undefined;
  name?: string | null | undefined;
  phone?: string | null | undefined;
};

/** Billing details with what is given changed: `''` unsets, absence keeps. */
export function detailsWith(before: Details, given: GivenDetails | undefined): Details {
  if (!given) return before;
  const { address: place, ...rest } = given;
  const changes = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...before,
    ...changes,
    address: place ? { ...noAddress, ...before.address, ...place } : before.address,
  };
}
