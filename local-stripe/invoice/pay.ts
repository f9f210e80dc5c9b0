import type { Account } from '../account';
import { collectInvoice } from '../billing/advance';
import { cardEntered } from '../hosted/card-entered';
import type { CardEntry } from '../hosted/card-entry';
import { declineMessage } from '../hosted/templates/decline-words';
import type { MessageKey } from '../messages/translator';
import type { Invoice, PaymentIntent } from '../records';

/** Whether somebody can still pay it here. */
export const isPayable = ({ status, amount_remaining }: Invoice): boolean =>
  status === 'open' && amount_remaining > 0;

/**
 * Tries to pay an invoice with a card that was entered on its page. The card is kept for the customer's next payments.
 * @param returnUrl where the bank sends the customer back to, when it wants to see them first.
 * @returns where the customer goes next
 */
export function payWithCard(account: Account, invoice: Invoice, entry: CardEntry, returnUrl: string): string {
  return account.transaction(() => {
    const method = cardEntered(account, entry);
    const collected = collectInvoice(account, invoice, method.id, { offSession: false, returnUrl });
    if (collected.kind === 'requires_action') return bankOf(collected.intent) ?? returnUrl;
    return collected.kind === 'declined' ? `${returnUrl}?payment_intent=${collected.intent.id}` : returnUrl;
  });
}

/** The page on which the bank waits for the customer; null while it does not. */
export const bankOf = ({ next_action }: PaymentIntent): string | null =>
  next_action?.redirect_to_url?.url ?? null;

/** Why the try that the customer comes from, by the page's address, did not pay the invoice. */
export function refusalOf(account: Account, invoice: Invoice, tried: string | undefined): MessageKey | null {
  const intent = openIntent(account, invoice);
  const error = intent?.id === tried ? intent?.last_payment_error : null;
  return error ? declineMessage(error.code ?? '', error.decline_code ?? null) : null;
}

/** The invoice's payment that is not finished. */
export function openIntent(account: Account, { id }: Invoice): PaymentIntent | null {
  const open = account.store.by('invoicePayments', 'invoice', id).find(({ status }) => status === 'open');
  return account.store.get('paymentIntents', open?.payment.payment_intent ?? '') ?? null;
}
