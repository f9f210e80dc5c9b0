import type Stripe from 'stripe';
import { expect } from 'vitest';
import { DECEMBER_1, onlyItem } from '../factories';
import { aFlowLink, aFlowStage, eventTypes, expectNoChange, theSubscription } from './portal-flow';
import { confirm, DONE, leadsTo, submit, visit } from './portal-page';
import { localOnly, setClock } from './stripe-under-test';

const aCoupon = (stripe: Stripe, params: Stripe.CouponCreateParams = {}) =>
  stripe.coupons.create({ percent_off: 25, duration: 'repeating', duration_in_months: 3, ...params });

localOnly('before the plan ends the offer is made, with its price and how long it lasts', async () => {
  const stage = await aFlowStage();
  const coupon = await aCoupon(stage.stripe);
  const link = await aFlowLink(stage, 'subscription_cancel', { retention: coupon.id });
  const first = await visit(link);
  expect(first.text).toContain('Continue');
  expect(first.postForms).toEqual([]);
  const offer = await visit(`${link}?step=offer`);
  expect(offer.text).toContain('$11.25 per month');
  expect(offer.text).toContain('25% off for 3 months, then $15.00 per month');
  expect(offer.text).toContain('Keep Starter with 25% off');
  expect(offer.text).toContain('No thanks, cancel on 1 December 2026');
});

localOnly('who takes the offer keeps the plan with the coupon as its discount', async () => {
  const stage = await aFlowStage();
  const { id: coupon } = await aCoupon(stage.stripe);
  const link = await aFlowLink(stage, 'subscription_cancel', { retention: coupon });
  const done = await submit(await visit(`${link}?step=offer`), { choice: 'stay' });
  expect(leadsTo(done)).toBe(DONE);
  const after = await stage.stripe.subscriptions.retrieve(stage.ada.subscription, { expand: ['discounts'] });
  expect(after).toMatchObject({ status: 'active', cancel_at: null, cancel_at_period_end: false });
  expect(after.discounts).toMatchObject([{ source: { type: 'coupon', coupon } }]);
  const types = await eventTypes(stage);
  expect(types.slice(-2)).toEqual(['customer.discount.created', 'customer.subscription.updated']);
  await expectNoChange(stage, async () => {
    await visit(link);
    await visit(`${link}?step=offer`);
  });
});

localOnly('the hosted confirmation says that nothing was cancelled, and what comes next', async () => {
  const stage = await aFlowStage();
  const { id: retention } = await aCoupon(stage.stripe);
  const link = await aFlowLink(stage, 'subscription_cancel', {
    retention,
    completion: { type: 'hosted_confirmation' },
  });
  await submit(await visit(`${link}?step=offer`), { choice: 'stay' });
  const page = await visit(link);
  expect(page.text).toContain('You keep Starter');
  expect(page.text).toContain('Nothing was cancelled.');
  expect(page.text).toContain('$11.25, 1 December 2026');
});

localOnly('who declines the offer cancels', async () => {
  const stage = await aFlowStage();
  const { id: retention } = await aCoupon(stage.stripe);
  const link = await aFlowLink(stage, 'subscription_cancel', { retention });
  const done = await submit(await visit(`${link}?step=offer`), { choice: 'leave' });
  expect(leadsTo(done)).toBe(DONE);
  expect(await theSubscription(stage)).toMatchObject({ cancel_at: DECEMBER_1, discounts: [] });
});

localOnly('an offer that is gone is not made, and the plan can be cancelled without it', async () => {
  const stage = await aFlowStage();
  const { id: retention } = await aCoupon(stage.stripe);
  const link = await aFlowLink(stage, 'subscription_cancel', { retention });
  const offer = await visit(`${link}?step=offer`);
  await stage.stripe.coupons.del(retention);
  await expectNoChange(stage, async () => {
    await submit(offer, { choice: 'stay' });
  });
});

localOnly('an accepted offer holds on beyond a change that is planned', async () => {
  const stage = await aFlowStage({
    on: ({ pro }) => pro.month,
    update: { schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] } },
  });
  const { stripe, ada, catalogue } = stage;
  const { id: retention } = await aCoupon(stripe);
  const update = await aFlowLink(stage, 'subscription_update');
  await confirm(await visit(`${update}?step=confirm&price=${catalogue.starter.month}`));
  const link = await aFlowLink(stage, 'subscription_cancel', { retention });
  await submit(await visit(`${link}?step=offer`), { choice: 'stay' });
  await setClock(stage, DECEMBER_1);
  const [invoice] = (await stripe.invoices.list({ subscription: ada.subscription })).data;
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(catalogue.starter.month);
  // $15.00 less a quarter
  expect(invoice).toMatchObject({ billing_reason: 'subscription_cycle', total: 1125 });
});

localOnly('an offer is added to a discount that is there, and one that is there is not offered', async () => {
  const stage = await aFlowStage();
  const { stripe, ada } = stage;
  const { id: had } = await aCoupon(stripe, { percent_off: 10 });
  const { id: offered } = await aCoupon(stripe);
  await stripe.subscriptions.update(ada.subscription, { discounts: [{ coupon: had }] });
  const again = await visit(await aFlowLink(stage, 'subscription_cancel', { retention: had }));
  expect(again.text).toContain('Cancel on 1 December 2026');
  const link = await aFlowLink(stage, 'subscription_cancel', { retention: offered });
  const offer = await visit(`${link}?step=offer`);
  // $15.00 less 10 % is $13.50, less a quarter of that (337.5, rounded to 338)
  expect(offer.text).toContain('$10.12 per month');
  await submit(offer, { choice: 'stay' });
  const { discounts } = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['discounts'] });
  expect(discounts).toMatchObject([{ source: { coupon: had } }, { source: { coupon: offered } }]);
});
