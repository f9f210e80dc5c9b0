import { passesLuhn } from '../billing/cards';
import { type TestCard, testCardNumbered } from '../billing/test-cards';
import type { MessageKey } from '../messages/translator';
import { isCountry, postalCodeProblem } from './countries';
import { type Form, fieldOf } from './form';

/** What is kept of an entry when the form is shown again: never the number nor the security code. */
export type KeptEntry = Readonly<{ expiry: string; name: string; country: string; postalCode: string }>;

export type CardField = 'number' | 'expiry' | 'cvc' | 'name' | 'country' | 'postalCode';

/** Why a field has to be mended, as the name of a message. */
export type CardErrors = Readonly<Partial<Record<CardField, MessageKey>>>;

/** A card that was entered without a mistake. `month` is 1 to 12, `year` has four digits. */
export type CardEntry = Readonly<{
  number: string;
  month: number;
  year: number;
  cvc: string;
  name: string;
  country: string;
  postalCode: string;
}>;

const ALL_FIELDS: readonly CardField[] = ['number', 'expiry', 'cvc', 'name', 'country', 'postalCode'];

/**
 * Reads the card form as people and browsers fill it in: spaces and hyphens in the number, "8/29", "08 / 2029" or "0829".
 * @param now Unix seconds.
 * @param asked the fields that the form has.
 */
export function readCard(
  form: Form,
  now: number,
  asked = ALL_FIELDS,
): { kind: 'entry'; entry: CardEntry } | { kind: 'errors'; errors: CardErrors; kept: KeptEntry } {
  const kept: KeptEntry = {
    expiry: fieldOf(form, 'expiry'),
    name: fieldOf(form, 'name').slice(0, 256),
    country: fieldOf(form, 'country'),
    postalCode: fieldOf(form, 'postalCode').slice(0, 20),
  };
  const number = fieldOf(form, 'number').replace(/[\s-]/g, '');
  const cvc = fieldOf(form, 'cvc').replace(/\s/g, '');
  const card = testCardNumbered(number);
  const expiry = readExpiry(kept.expiry);
  const errors: { [field in CardField]?: MessageKey | null } = {
    number: numberProblem(number, card),
    expiry: expiryProblem(kept.expiry, expiry, now),
    cvc: cvcProblem(cvc, card),
    name: kept.name === '' ? 'card.error.name' : null,
    country: isCountry(kept.country) ? null : 'card.error.country',
    postalCode: postalProblem(kept),
  };
  const found = Object.fromEntries(
    asked.flatMap((field) => (errors[field] ? [[field, errors[field]] as const] : [])),
  );
  if (Object.keys(found).length > 0 || !expiry) return { kind: 'errors', errors: found, kept };
  return { kind: 'entry', entry: { ...kept, ...expiry, number, cvc } };
}

function numberProblem(number: string, card: TestCard | undefined): MessageKey | null {
  if (number === '') return 'card.error.number.missing';
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) return 'card.error.number';
  return card ? null : 'card.error.number.unknown';
}

/** Month and year of "8/29", "08 / 2029", "0829", "08-29"; null when it is none of them. */
function readExpiry(text: string): { month: number; year: number } | null {
  const [, month = '', year = ''] = /^(\d{1,2})\s*[/.\- ]\s*(\d{2}|\d{4})$/.exec(text) ?? [];
  const [, bareMonth = '', bareYear = ''] = /^(\d{2})(\d{2}|\d{4})$/.exec(text) ?? [];
  const [m, y] = month === '' ? [bareMonth, bareYear] : [month, year];
  if (m === '' || Number(m) < 1 || Number(m) > 12) return null;
  return { month: Number(m), year: y.length === 2 ? 2000 + Number(y) : Number(y) };
}

function expiryProblem(
  text: string,
  expiry: { month: number; year: number } | null,
  now: number,
): MessageKey | null {
  if (text === '') return 'card.error.expiry.missing';
  if (!expiry) return 'card.error.expiry';
  const today = new Date(now * 1000);
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth() + 1];
  if (expiry.year < year || (expiry.year === year && expiry.month < month)) return 'card.error.expiry.past';
  return expiry.year > year + 50 ? 'card.error.expiry' : null;
}

function cvcProblem(cvc: string, card: TestCard | undefined): MessageKey | null {
  if (cvc === '') return 'card.error.cvc.missing';
  const digits = card ? (card.brand === 'amex' ? /^\d{3,4}$/ : /^\d{3}$/) : /^\d{3,4}$/;
  return digits.test(cvc) ? null : 'card.error.cvc';
}

function postalProblem({ country, postalCode }: KeptEntry): MessageKey | null {
  const problem = postalCodeProblem(country, postalCode);
  if (problem === null) return null;
  return problem === 'missing' ? 'card.error.postalCode.missing' : 'card.error.postalCode';
}
