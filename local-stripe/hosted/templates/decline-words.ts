import type { MessageKey } from '../../messages/translator';

const WORDS: Readonly<Partial<Record<string, MessageKey>>> = {
  authentication_required: 'decline.authentication',
  expired_card: 'decline.expired',
  incorrect_cvc: 'decline.cvc',
  insufficient_funds: 'decline.funds',
  payment_intent_authentication_failure: 'problem.authentication',
  processing_error: 'decline.processing',
  setup_intent_authentication_failure: 'decline.authentication',
};

/**
 * The message that tells why the bank said no, from an error's `code` and `decline_code`. A lost or stolen card is not
 * named so: its finder may be reading.
 */
export function declineMessage(code: string, declineCode: string | null): MessageKey {
  return WORDS[declineCode ?? ''] ?? WORDS[code] ?? 'decline.generic';
}

/** The field of the card form that a refusal is about, if it is about one. */
export function fieldDeclined(message: MessageKey): 'cvc' | 'expiry' | null {
  if (message === 'decline.cvc') return 'cvc';
  return message === 'decline.expired' ? 'expiry' : null;
}
