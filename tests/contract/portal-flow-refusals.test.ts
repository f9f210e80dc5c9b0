import { expect } from 'vitest';
import { DECEMBER_1, replaceCard } from '../factories';
import { aFlowLink, aFlowStage, aHomeLink, theSubscription } from './portal-flow';
import { visit } from './portal-page';
import { localOnly, setClock } from './stripe-under-test';

const pausing = { subscription_pause: { enabled: true } };

localOnly('an offer of a coupon that is used up opens no flow', async () => {
  const stage = await aFlowStage();
  const { id } = await stage.stripe.coupons.create({ percent_off: 20, max_redemptions: 1 });
  const { id: other } = await stage.stripe.customers.create({ source: 'tok_visa' });
  await stage.stripe.subscriptions.create({
    customer: other,
    items: [{ price: stage.catalogue.starter.month }],
    discounts: [{ coupon: id }],
  });
  await expect(aFlowLink(stage, 'subscription_cancel', { retention: id })).rejects.toMatchObject({
    code: 'coupon_expired',
    param: 'flow_data[subscription_cancel][retention][coupon_offer][coupon]',
  });
});

localOnly('a plan whose renewal was declined can still be paused', async () => {
  const stage = await aFlowStage({ features: pausing });
  await replaceCard(stage.stripe, stage.ada.customer, 'pm_card_chargeCustomerFail');
  await setClock(stage, DECEMBER_1);
  expect((await theSubscription(stage)).status).toBe('past_due');
  expect((await visit(await aFlowLink(stage, 'subscription_pause'))).text).toContain('Pause Starter');
});

localOnly('a plan on trial cannot be paused', async () => {
  const stage = await aFlowStage({ features: pausing, terms: { trial_end: DECEMBER_1 } });
  await expect(aFlowLink(stage, 'subscription_pause')).rejects.toThrow(/because its status is trialing/);
});

localOnly('a plan with a scheduled change cannot be paused', async () => {
  const stage = await aFlowStage({ features: pausing });
  await stage.stripe.subscriptionSchedules.create({ from_subscription: stage.ada.subscription });
  await expect(aFlowLink(stage, 'subscription_pause')).rejects.toThrow(/because a schedule is attached/);
});

localOnly('a paused plan cannot be changed before it is resumed', async () => {
  const stage = await aFlowStage({ features: pausing });
  await stage.stripe.subscriptions.pause(stage.ada.subscription);
  await expect(aFlowLink(stage, 'subscription_update')).rejects.toThrow(
    /is paused and cannot be updated before it is resumed/,
  );
});

localOnly(
  'where nothing of a plan may be changed, its flow is refused and the home does not lead there',
  async () => {
    const stage = await aFlowStage({ update: { default_allowed_updates: [] } });
    await expect(aFlowLink(stage, 'subscription_update')).rejects.toThrow(/feature .* is disabled/);
    expect((await visit(await aHomeLink(stage))).text).not.toContain('Update plan');
  },
);

localOnly('a plan whose price has tiers cannot be changed', async () => {
  const stage = await aFlowStage();
  const { id: tiered } = await stage.stripe.prices.create({
    product: stage.catalogue.starter.product,
    currency: 'usd',
    recurring: { interval: 'month' },
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    tiers: [
      { up_to: 10, unit_amount: 500 },
      { up_to: 'inf', unit_amount: 400 },
    ],
  });
  const items = [{ id: stage.ada.item, price: tiered }];
  await stage.stripe.subscriptions.update(stage.ada.subscription, { items });
  await expect(aFlowLink(stage, 'subscription_update')).rejects.toThrow(/because its price is tiered/);
});

localOnly(
  'a quantity is held to the limits of the plan that is changed to, not of the one that is left',
  async () => {
    const limits = (minimum: number, maximum: number) => ({ enabled: true, minimum, maximum });
    const { stripe, ada, catalogue, configuration } = await aFlowStage();
    const listed = (
      { product, month }: typeof catalogue.pro,
      adjustable_quantity: ReturnType<typeof limits>,
    ) => ({
      product,
      prices: [month],
      adjustable_quantity,
    });
    const products = [listed(catalogue.starter, limits(1, 99)), listed(catalogue.pro, limits(2, 5))];
    await stripe.billingPortal.configurations.update(configuration, {
      features: { subscription_update: { enabled: true, products } },
    });
    const items = [{ id: ada.item, price: catalogue.pro.month, quantity: 6 }];
    await expect(
      stripe.billingPortal.sessions.create({
        customer: ada.customer,
        configuration,
        flow_data: {
          type: 'subscription_update_confirm',
          subscription_update_confirm: { subscription: ada.subscription, items },
        },
      }),
    ).rejects.toThrow(/limits the quantity of this product to 2 to 5/);
  },
);
