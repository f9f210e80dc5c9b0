import type { PaymentIntent } from '../records';
import { clearableString, hash, type Infer, required, string } from '../wire/params';
import { addressFields, addressOf } from './address';

const fields = {
  address: required(hash(addressFields)),
  carrier: clearableString(),
  name: required(string()),
  phone: clearableString(),
  tracking_number: clearableString(),
};

/** Where a payment's goods go: `shipping` of a payment intent. */
export const shipping = hash(fields);

/** A `shipping` as it is stored: what was not given is null. */
export const shippingOf = ({ address: to, ...given }: Infer<typeof fields>): PaymentIntent['shipping'] => ({
  address: addressOf(to),
  carrier: given.carrier ?? null,
  name: given.name,
  phone: given.phone ?? null,
  tracking_number: given.tracking_number ?? null,
});
