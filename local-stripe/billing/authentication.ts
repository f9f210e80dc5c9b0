import type { Decline, TestCard } from './test-cards';

/** How a card is used. */
export type Use = Readonly<{
  kind: 'setup' | 'payment';
  /** Nobody is there to be asked. */
  offSession: boolean;
  /** The card was set up for later use, and its owner was seen then. */
  setUp: boolean;
  /** The company asks for authentication whenever the card can do it. */
  requested?: boolean;
}>;

/** Whether `request_three_d_secure` asks for authentication whenever the card can do it. */
export const isRequested = (request: string | null | undefined): boolean =>
  request === 'any' || request === 'challenge';

/** What an issuer answers when nobody is there to be asked. */
export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/**
 * What the bank says before the money: nothing, that it wants to see the customer, or no.
 * The rules are those of https://docs.stripe.com/testing#regulatory-cards.
 */
export function obstacle(card: TestCard, use: Use): 'challenge' | Decline | null {
  const refused = use.kind === 'setup' ? card.onAttach : null;
  if (refused) return refused;
  if (!wantsToSee(card, use)) return null;
  if (card.authentication !== 'lookup-fails') return 'challenge';
  return card.onCharge ?? AUTHENTICATION_REQUIRED;
}

function wantsToSee({ authentication }: TestCard, { kind, offSession, setUp, requested }: Use): boolean {
  if (authentication === 'never') return false;
  if (authentication === 'optional') return requested === true && !offSession;
  if (authentication === 'always') return true;
  if (authentication === 'on-session') return kind === 'payment' && !offSession;
  return !offSession || !setUp;
}
