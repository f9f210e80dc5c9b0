import type Stripe from 'stripe';
import { CURRENCIES } from '@/lib/billing/catalogue';
import { offeredPrices } from '../setup/portal-configuration';
import { type Finding, warning } from './finding';

const CODES = 'Dashboard, Product catalogue, Coupons: make a code without it, or send it to newcomers only.';

/** Active codes that the portal refuses, or that do nothing for what is sold here. */
export async function examinePromotionCodes(stripe: Stripe, now: number): Promise<Finding[]> {
  const products = new Set((await offeredPrices(stripe)).map(({ productId }) => productId));
  const found: Finding[] = [];
  for await (const code of stripe.promotionCodes.list({
    active: true,
    limit: 100,
    expand: ['data.promotion.coupon.applies_to', 'data.promotion.coupon.currency_options'],
  })) {
    found.push(...ofCode(code, products, now));
  }
  return found;
}

function ofCode(code: Stripe.PromotionCode, products: ReadonlySet<string>, now: number): Finding[] {
  const { coupon } = code.promotion;
  const name = `The code ${code.code}`;
  const found: Finding[] = [];
  if (code.restrictions.minimum_amount !== null)
    found.push(
      warning(
        `${name} asks for a minimum amount.`,
        'Stripe refuses such a code when a plan is changed: the pricing page tells subscribers so.',
        CODES,
      ),
    );
  if (code.restrictions.first_time_transaction)
    found.push(
      warning(
        `${name} is for first purchases only.`,
        'The portal refuses it for everybody who has paid before.',
        CODES,
      ),
    );
  if (code.customer !== null)
    found.push(
      warning(
        `${name} belongs to one customer.`,
        'A campaign link with it works for nobody else.',
        'Keep it out of public links.',
      ),
    );
  if (code.expires_at !== null && code.expires_at < now + 7 * 24 * 60 * 60)
    found.push(
      warning(
        `${name} ends within a week.`,
        'Links that are printed by now outlive it.',
        'Make a new code with a later end; Stripe does not move an end.',
      ),
    );
  if (coupon === null || typeof coupon === 'string') return found;
  const only = coupon.applies_to?.products;
  if (only && !only.some((product) => products.has(product)))
    found.push(
      warning(
        `${name} applies to products that are not sold here.`,
        'It changes no price on the page.',
        'Dashboard, Product catalogue, Coupons: make a coupon for the products of lib/billing/catalogue.ts.',
      ),
    );
  const missing = coupon.amount_off === null ? [] : CURRENCIES.filter((currency) => !pays(coupon, currency));
  if (missing.length > 0)
    found.push(
      warning(
        `${name} takes nothing off in ${missing.map((each) => each.toUpperCase()).join(', ')}.`,
        'Customers of these currencies are told that it does not work for them.',
        `Add the amounts to coupon ${coupon.id}: stripe coupons update ${coupon.id} -d "currency_options[${missing[0]}][amount_off]=…"`,
      ),
    );
  return found;
}

const pays = (coupon: Stripe.Coupon, currency: string): boolean =>
  coupon.currency === currency || coupon.currency_options?.[currency] !== undefined;
