import { type CatalogPromotion, PROMOTIONS } from '../../lib/billing/catalogue';
import { planCatalogue } from '../setup/account-plan';
import { codeParams } from '../setup/promotion-codes';
import type { Account } from './account';

/** Brings the account to lib/billing/catalogue.ts, codes that have run out included. */
export async function seedCatalogue(account: Account): Promise<void> {
  const { steps, obstacles } = await planCatalogue(account.stripe);
  const [obstacle] = obstacles;
  if (obstacle) throw new Error(`The account cannot be seeded. ${obstacle.what} ${obstacle.mend}`);
  for (const step of steps) {
    await step.take();
    account.created += 1;
  }
  for (const promotion of PROMOTIONS) {
    if (promotion.expired) await seedExpired(account, promotion);
  }
}

/** Stripe takes no expiry in the past: the local clock goes back an hour for it; at Stripe it runs out in a minute. */
async function seedExpired(account: Account, promotion: CatalogPromotion): Promise<void> {
  const { stripe, now, moveClock } = account;
  const found = await stripe.promotionCodes.list({ code: promotion.code, limit: 1 });
  if (found.data.length > 0) return;
  account.created += 1;
  if (!moveClock) {
    await stripe.promotionCodes.create({ ...codeParams(promotion), expires_at: now + 60 });
    return;
  }
  await moveClock(now - 3_600);
  try {
    await stripe.promotionCodes.create({ ...codeParams(promotion), expires_at: now - 1_800 });
  } finally {
    await moveClock(null);
  }
}
