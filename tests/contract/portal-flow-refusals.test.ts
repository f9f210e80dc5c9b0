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
