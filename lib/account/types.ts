import type { RefusalNotice } from '../billing/refusal';

/** What /account prints: only finished words and figures, no Stripe ids. */
export type AccountView = Readonly<{
  email: string;
  plan: string | null;
  /** "3 workspaces" of a plan that is sold by number. */
  quantity: string | null;
  /** "$15.00 per month": what the next regular invoice will be, discounts included. */
  priceLine: string | null;
  discountLine: string | null;
  statusLine: string;
  tone: Tone;
  notice: Notice | null;
  /** "Changes to Starter, $15.00 per month, on 1 December 2026". */
  scheduledLine: string | null;
  paymentMethod: Readonly<{ label: string; expires: string }> | null;
  /** Lines as they stand on invoices; empty before anything was entered. */
  billing: readonly string[];
  /** "$15.00": what the open invoice asks for. */
  openAmount: string | null;
  can: Readonly<{
    updatePaymentMethod: boolean;
    updateBilling: boolean;
    cancel: boolean;
    renew: boolean;
    pause: boolean;
    update: boolean;
    cancelScheduledUpdate: boolean;
    openPortal: boolean;
  }>;
  refusal: RefusalNotice | null;
  invoices: readonly Readonly<{ date: string; amount: string; status: string; url: string | null }>[];
}>;

/** What a person should know first. `door` is the deep link that mends it; null when the page itself has the way. */
export type Notice = Readonly<{
  title: string;
  message: string;
  door: 'update-payment-method' | 'open-portal' | null;
}>;

export type Tone = 'good' | 'attention' | 'ended' | 'none';

/** What /account/return/[intent] prints after the portal or Checkout. */
export type ReturnView = Readonly<{
  kind: 'changed' | 'unchanged' | 'scheduled' | 'payment-failed' | 'pending' | 'superseded';
  title: string;
  lead: string;
  facts: readonly Fact[];
  /** The page on which what is pending can be paid. */
  invoiceHref?: string;
  /** Path to the plans, with the choice that was made where there is one. */
  plansHref: string;
}>;

/** A line of the return page: `was` is the value before, `href` a document that proves it. */
export type Fact = Readonly<{ label: string; value: string; href?: string; was?: string }>;
