import type { MessageKey, Translate } from '../../messages/translator';

const WORDS: Readonly<Partial<Record<string, MessageKey>>> = {
  authentication_required: 'decline.authentication',
  expired_card: 'decline.expired',
  incorrect_cvc: 'decline.cvc',
  insufficient_funds: 'decline.funds',
  processing_error: 'decline.processing',
  setup_intent_authentication_failure: 'decline.authentication',
};

/** Why the bank said no, in the customer's language. A lost or stolen card is not named so: its finder may be reading. */
export function declineWords(t: Translate, code: string, declineCode: string): string {
  return t(WORDS[declineCode] ?? WORDS[code] ?? 'decline.generic');
}
