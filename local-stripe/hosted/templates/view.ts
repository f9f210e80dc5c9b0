/** What the portal pages are told. Everything here is decided before a template sees it: no clock, no store. */

/** Integer minor units and a lower-case currency code. */
export type Money = Readonly<{ amount: number; currency: string }>;

/** How often a price is charged. */
export type Recurring = Readonly<{ interval: 'day' | 'week' | 'month' | 'year'; intervalCount: number }>;

/** What surrounds every page of a session: language, who is paid, the way back, the legal links. */
export type Frame = Readonly<{
  locale: string;
  business: string;
  headline: string | null;
  returnUrl: string | null;
  termsUrl: string | null;
  privacyUrl: string | null;
  /** The portal's home, for its further pages: the way back leads there. */
  home?: string;
}>;

/**
 * One subscription item, before or after the change. `unitAmount` is for one unit and one interval; `unitLabel` is what
 * the company calls a unit, such as "seat".
 */
export type ItemView = Readonly<{
  product: string;
  unitLabel: string | null;
  unitAmount: Money;
  quantity: number;
  recurring: Recurring;
}>;

/** How long a coupon lasts. `until` (Unix seconds) is the discount's end, said instead of the months once known. */
export type DiscountDuration =
  | Readonly<{ kind: 'once' }>
  | Readonly<{ kind: 'repeating'; months: number; until?: number | null }>
  | Readonly<{ kind: 'forever' }>;

/** The discount on the new plan. `label` is the promotion code, or the coupon's name. */
export type DiscountView = Readonly<{
  label: string;
  percentOff: number | null;
  amountOff: Money | null;
  duration: DiscountDuration;
  isNew: boolean;
}>;

/**
 * One invoice line. `from` and `until` are Unix seconds; `description` is printed for kind `other`, and for `discount`
 * when the view has no discount of its own.
 */
export type LineView = Readonly<{
  kind: 'unused' | 'remaining' | 'full' | 'trial' | 'discount' | 'other';
  product: string;
  quantity: number;
  amount: Money;
  from: number;
  until: number;
  description: string;
}>;

/** When the change takes effect; `date` is Unix seconds. */
export type Effective = Readonly<{ kind: 'now' }> | Readonly<{ kind: 'at'; date: number }>;

/** The next invoice after the change; `date` is Unix seconds. */
export type RenewalView = Readonly<{ amount: Money; date: number }>;

/** The card that is charged. `brand` is Stripe's word ("visa", "amex") or any display name. */
export type PaymentMethodView = Readonly<{ brand: string; last4: string; expMonth: number; expYear: number }>;
