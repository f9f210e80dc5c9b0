import type { Currency, Interval, PlanKey } from '../billing/catalogue';
import type { PromotionRefusal } from '../billing/promotion';
import type { RefusalNotice } from '../billing/refusal';

/** What /pricing prints: only finished words and figures, no Stripe ids. */
export type PricingView = Readonly<{
  company: string;
  interval: Interval;
  currency: Currency;
  /** True for a customer whose currency Stripe has fixed: no choice to offer. */
  currencyFixed: boolean;
  signedInAs: string | null;
  yearlySavingPercent: number;
  promotion: PromotionBanner;
  /** What a subscriber's plan is reduced by already, "25% off until 16 February 2027"; a code takes its place. */
  standingDiscount: string | null;
  refusal: RefusalNotice | null;
  /** How many were asked for in the address, as it stood there; null when nothing was said. */
  quantity: string | null;
  /** Their last payment failed: the one strong button is that of the banner above the page. */
  isOwing: boolean;
  /** The page waits for what each change costs today, for whom it cannot come later. */
  todayAtOnce: boolean;
  plans: readonly PlanCard[];
  /** The plan named by ?plan=, to bring a returning visitor back to their choice. */
  highlightedPlan: PlanKey | null;
}>;

export type PromotionBanner =
  | Readonly<{ state: 'none' }>
  | Readonly<{ state: 'applied'; code: string; summary: string }>
  | Readonly<{ state: 'refused'; code: string; reason: PromotionRefusal; message: string }>;

export type PlanCard = Readonly<{
  plan: PlanKey;
  name: string;
  tagline: string;
  features: readonly string[];
  highlighted: boolean;
  /** For as many as are in view. Null when the plan is not sold in this currency; then `button.note` says so. */
  price: string | null;
  /** "per month", "per workspace per month", "for 3 workspaces at $149.00, per month". */
  per: string;
  /** Where the number is chosen; null for a plan that is not sold by number, or that nothing can be done about. */
  quantity: QuantityField | null;
  discounted: Readonly<{ price: string; words: string }> | null;
  /** Why the code does not count for this plan although it does for another. */
  promotionNote: string | null;
  button: PlanButton;
}>;

/** The field for how many of a plan somebody wants. */
export type QuantityField = Readonly<{
  /** "Workspaces". */
  label: string;
  /** What stands in the field: what was typed, or the number in view. */
  value: string;
  minimum: number;
  maximum: number;
  /** "1 to 10". */
  limits: string;
  error: string | null;
}>;

/** What one can do about a plan; for `current` and `unavailable` the label stands where the button would. */
export type PlanButton = Readonly<{
  kind: 'current' | 'upgrade' | 'downgrade' | 'interval' | 'quantity' | 'resume' | 'start' | 'unavailable';
  label: string;
  note: string | null;
}>;
