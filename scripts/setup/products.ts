import type Stripe from 'stripe';
import { type CatalogPlan, PLANS, type PlanKey } from '@/lib/billing/catalogue';
import { blocked, doing, findOrNull, isOurs, MARK, type Plan, type Step, together } from './step';

export const productId = (plan: PlanKey): string => `sidedoor_${plan}`;

/** Products as the catalogue has them; one that it no longer names is archived, its prices too. */
export async function planProducts(stripe: Stripe): Promise<Plan> {
  const wanted = await Promise.all(PLANS.map((plan) => planProduct(stripe, plan)));
  const named = new Set<string>(PLANS.map(({ key }) => productId(key)));
  const steps: Step[] = [];
  for await (const product of stripe.products.list({ active: true, limit: 100 })) {
    if (!isOurs(product) || named.has(product.id)) continue;
    steps.push(...(await archivePrices(stripe, product.id)), {
      what: `archive product ${product.id} (${product.name}): the catalogue no longer names it`,
      take: () => stripe.products.update(product.id, { active: false }),
    });
  }
  return together(...wanted, doing(...steps));
}

async function archivePrices(stripe: Stripe, product: string): Promise<Step[]> {
  const steps: Step[] = [];
  for await (const { id } of stripe.prices.list({ product, active: true, limit: 100 })) {
    steps.push({
      what: `archive price ${id} of ${product}: who pays it keeps it`,
      take: () => stripe.prices.update(id, { active: false }),
    });
  }
  return steps;
}

async function planProduct(stripe: Stripe, plan: CatalogPlan): Promise<Plan> {
  const id = productId(plan.key);
  const terms = {
    name: plan.name,
    description: plan.tagline,
    marketing_features: plan.features.map((name) => ({ name })),
  };
  const unit = plan.quantity?.unit ?? null;
  const found = await findOrNull(stripe.products.retrieve(id));
  if (!found) {
    const take = () =>
      stripe.products.create({
        id,
        ...terms,
        ...(unit !== null && { unit_label: unit }),
        metadata: { [MARK]: plan.key },
      });
    return doing({ what: `create product ${id}: ${plan.name}`, take });
  }
  if (!isOurs(found))
    return blocked(
      `Product ${id} exists and was not made by this tool.`,
      `Archive it in the Dashboard, and take the plan "${plan.key}" out of the catalogue or give it another key.`,
    );
  const differing = [
    ...(found.active ? [] : ['active']),
    ...(found.name === terms.name ? [] : ['name']),
    ...(found.description === terms.description ? [] : ['description']),
    ...(sameFeatures(found.marketing_features, plan.features) ? [] : ['features']),
    ...((found.unit_label ?? null) === unit ? [] : ['unit label']),
  ];
  if (differing.length === 0) return doing();
  const take = () => stripe.products.update(id, { ...terms, unit_label: unit ?? '', active: true });
  return doing({ what: `change product ${id}: ${differing.join(', ')}`, take });
}

const sameFeatures = (found: readonly Stripe.Product.MarketingFeature[], wanted: readonly string[]) =>
  JSON.stringify(found.map(({ name }) => name)) === JSON.stringify(wanted);
