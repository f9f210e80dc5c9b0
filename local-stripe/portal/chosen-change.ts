import { LARGEST_CHARGE } from '../billing/largest-charge';
import { unitAmount } from '../billing/lines';
import { fingerprint } from '../hosted/fingerprint';
import type { Subscription } from '../records';
import { type CodeRefusal, codeTyped } from './code-entry';
import type { Flow } from './flow-rules';
import type { Offer } from './offers';
import type { OpenSession } from './open-session';

/** What was chosen on the page, as it came in the address. */
export type Typed = Readonly<{ price: string; quantity: string; code: string }>;

export type ChoiceProblem =
  | Readonly<{ field: 'plan'; kind: 'plan' | 'same' | 'fixed' | 'impossible' | 'changed' }>
  | Readonly<{ field: 'quantity'; minimum: number; maximum: number }>
  | Readonly<{ field: 'code'; refused: CodeRefusal; product: string }>;

type Limits = NonNullable<Offer['quantity']>;
type Drawn = Readonly<{ minimum: number; maximum: number }>;

/** The change that was chosen as a flow to confirm, or what is wrong with the choice. */
export function flowChosen(
  open: OpenSession,
  subscription: Subscription,
  offers: readonly Offer[],
  typed: Typed,
): { flow: Flow } | { problem: ChoiceProblem } {
  const [item] = subscription.items.data;
  const offer = offers.find(({ price }) => price.id === typed.price);
  if (!offer || !item) return { problem: { field: 'plan', kind: 'plan' } };
  const now = item.quantity ?? 1;
  const wanted = typed.quantity === '' ? now : wholeNumber(typed.quantity);
  if (!offer.quantity && wanted !== now) return { problem: { field: 'plan', kind: 'fixed' } };
  const limits = offer.quantity && payable(offer, subscription.currency, offer.quantity);
  if (wanted === null || (limits && !isWithin(wanted, limits)))
    return { problem: { field: 'quantity', ...(limits ?? { minimum: now, maximum: now }) } };
  const code = typed.code === '' ? null : codeTyped(open, subscription, offer.price, typed.code);
  if (code && 'refused' in code)
    return { problem: { field: 'code', refused: code.refused, product: offer.product } };
  if (offer.isCurrent && wanted === now && !code) return { problem: { field: 'plan', kind: 'same' } };
  const { flow } = open.session;
  return {
    flow: {
      type: 'subscription_update_confirm',
      after_completion:
        flow?.type === 'subscription_update'
          ? flow.after_completion
          : { type: 'portal_homepage', hosted_confirmation: null, redirect: null },
      customer_update: null,
      subscription_cancel: null,
      subscription_pause: null,
      subscription_update: null,
      subscription_update_confirm: {
        subscription: subscription.id,
        items: [{ id: item.id, price: offer.price.id, quantity: wanted }],
        discounts: code ? [{ coupon: null, promotion_code: code.promotion.id }] : null,
      },
    },
  };
}

/** Names how a subscription stands, so that a change chosen for that is not made twice, nor to something else. */
export function standingOf({ items, discounts, schedule, status }: Subscription): string {
  return fingerprint([
    items.data.map(({ id, price, quantity }) => [id, price.id, quantity]),
    discounts,
    schedule,
    status,
  ]);
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** The limits, drawn in to what Stripe charges at once. */
function payable({ price }: Offer, currency: string, { minimum, maximum }: Limits): Drawn {
  const most = Math.floor(LARGEST_CHARGE / Math.max(1, unitAmount(price, currency)));
  return { minimum, maximum: Math.min(maximum ?? most, most) };
}

const isWithin = (quantity: number, { minimum, maximum }: Drawn): boolean =>
  quantity >= minimum && quantity <= maximum;
