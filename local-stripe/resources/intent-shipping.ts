import type { PaymentIntent } from '../records';
import { clearableString, hash, type Infer, required, string } from '../wire/params';

const address = {
  city: clearableString(),
  country: clearableString(2),
  line1: clearableString(),
  line2: clearableString(),
  postal_code: clearableString(),
  state: clearableString(),
};
const fields = {
  address: required(hash(address)),
  carrier: clearableString(),
  name: required(string()),
  phone: clearableString(),
  tracking_number: clearableString(),
};

/** Where a payment's goods go: `shipping` of a payment intent. */
export const shipping = hash(fields);

/** A `shipping` as it is stored: what was not given is null. */
export const shippingOf = ({ address: to, ...given }: Infer<typeof fields>): PaymentIntent['shipping'] => ({
  address: {
    city: to.city ?? null,
    country: to.country ?? null,
    line1: to.line1 ?? null,
    line2: to.line2 ?? null,
    postal_code: to.postal_code ?? null,
    state: to.state ?? null,
  },
  carrier: given.carrier ?? null,
  name: given.name,
  phone: given.phone ?? null,
  tracking_number: given.tracking_number ?? null,
});
