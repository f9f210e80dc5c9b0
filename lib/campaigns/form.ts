import { catalogPlan, PLANS } from '../billing/catalogue';
import { chosenQuantity } from '../billing/quantity';
import { type CampaignLink, type LinkField, readLink, UTM_KEYS } from './link';

/** The fields of the form that builds a link, as they stand in its address. */
export const FORM_FIELDS = ['name', 'code', 'plan', 'interval', 'currency', 'quantity', ...UTM_KEYS] as const;
export type FormField = (typeof FORM_FIELDS)[number];

/** Characters. */
export const LONGEST_NAME = 80;

/** What was typed, what it means, and what is wrong with it, by field. */
export type LinkForm = Readonly<{
  typed: Readonly<Record<FormField, string>>;
  name: string;
  link: CampaignLink;
  errors: Readonly<Partial<Record<FormField, string>>>;
}>;

/** Reads the form; a name is asked for only when the link is to be kept. */
export function readForm(field: (name: FormField) => unknown, needsName: boolean): LinkForm {
  const typedIn = (name: FormField): string => {
    const value = field(name);
    return typeof value === 'string' ? value.trim().slice(0, LONGEST_TYPED) : '';
  };
  const typed = Object.fromEntries(FORM_FIELDS.map((name) => [name, typedIn(name)])) as LinkForm['typed']; // every field has its entry
  const { link, dropped } = readLink((name: LinkField) => typed[name]);
  const problem = nameProblem(typed.name, needsName);
  const wrongNumber = quantityProblem(link);
  return {
    typed,
    name: typed.name,
    link,
    errors: {
      ...Object.fromEntries(dropped.map(({ field: name, message }) => [name, message])),
      ...(problem && { name: problem }),
      ...(wrongNumber && { quantity: wrongNumber }),
    },
  };
}

/** A number is for a plan that is sold by number, within its limits. */
function quantityProblem({ plan, quantity }: CampaignLink): string | null {
  if (quantity === null) return null;
  const chosen = plan && catalogPlan(plan);
  if (chosen?.quantity) return chosenQuantity(chosen, null, quantity).problem;
  const counted = PLANS.filter((each) => each.quantity).map(({ name }) => name);
  return `A number is only for ${counted.join(' and ')}: choose that plan, or leave the number empty.`;
}

// what is too long is shown again, so that it can be made shorter, but not without end
const LONGEST_TYPED = 600;

function nameProblem(name: string, needsName: boolean): string | null {
  if (name === '') return needsName ? 'Give the campaign a name, such as "Spring letter".' : null;
  if (name.length > LONGEST_NAME)
    return `The name has ${name.length} characters. Use at most ${LONGEST_NAME}.`;
  return /[\p{Cc}\p{Cs}]/u.test(name) ? 'The name has characters that cannot be shown. Type it anew.' : null;
}
