import { clearableString, type Infer } from '../wire/params';

/** The parameters of a postal address, each of which may be given as '' to have none. */
export const addressFields = {
  city: clearableString(),
  country: clearableString(2),
  line1: clearableString(),
  line2: clearableString(),
  postal_code: clearableString(),
  state: clearableString(),
};

/** An address as it is stored: what was not given is null. */
export const addressOf = (given: Infer<typeof addressFields>) => ({
  city: given.city ?? null,
  country: given.country ?? null,
  line1: given.line1 ?? null,
  line2: given.line2 ?? null,
  postal_code: given.postal_code ?? null,
  state: given.state ?? null,
});
