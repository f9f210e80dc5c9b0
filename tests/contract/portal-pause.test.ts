import { expect } from 'vitest';
import { DECEMBER_1, NOVEMBER_16, onlyItem } from '../factories';
import { aFlowLink, aFlowStage, eventTypes, expectNoChange, theSubscription } from './portal-flow';
import { DONE, leadsTo, submit, visit } from './portal-page';
import { localOnly, setClock } from './stripe-under-test';

const DECEMBER_16 = 1797379200;
const lengths = {
  subscription_pause: {
    enabled: true,
    duration: {
      type: 'interval_options' as const,
      interval_options: [
        { interval: 'month' as const, interval_count: 1 },
        { interval: 'week' as const, interval_count: 2 },
      ],
    },
  },
};
const openEnd = { subscription_pause: { enabled: true, duration: { type: 'indefinite' as const } } };

localOnly('the configured lengths are offered, each with the day it ends', async () => {
  const stage = await aFlowStage({ features: lengths });
  const page = await visit(await aFlowLink(stage, 'subscription_pause'));
  expect(page.text).toContain('Pause Starter');
  expect(page.text).toContain('1 month until 16 December 2026');
  expect(page.text).toContain('2 weeks until 30 November 2026');
});

localOnly('a pause makes the subscription paused, and its period ends now', async () => {
  const stage = await aFlowStage({ features: lengths });
  const done = await submit(await visit(await aFlowLink(stage, 'subscription_pause')), { length: 'month-1' });
  expect(leadsTo(done)).toBe(DONE);
  const after = await theSubscription(stage);
  expect(after).toMatchObject({
    status: 'paused',
    status_details: {
      paused: {
        type: 'subscription',
        subscription: { type: 'pause_requested' },
        transitioned_at: NOVEMBER_16,
      },
    },
  });
  expect(onlyItem(after).current_period_end).toBe(NOVEMBER_16);
  expect((await eventTypes(stage)).slice(-2)).toEqual([
    'customer.subscription.paused',
    'customer.subscription.updated',
  ]);
});

localOnly('no invoice is made while it is paused, and it starts again on the chosen day', async () => {
  const stage = await aFlowStage({ features: lengths });
  await submit(await visit(await aFlowLink(stage, 'subscription_pause')), { length: 'month-1' });
  await setClock(stage, DECEMBER_1 + 86400);
  expect((await theSubscription(stage)).status).toBe('paused');
  expect((await stage.stripe.invoices.list({ subscription: stage.ada.subscription })).data).toHaveLength(1);
  await setClock(stage, DECEMBER_16);
  const after = await theSubscription(stage);
  expect(after.status).toBe('active');
  expect(onlyItem(after).current_period_start).toBe(DECEMBER_16);
  expect(await eventTypes(stage)).toContain('customer.subscription.resumed');
});

localOnly('an open end waits for the customer', async () => {
  const stage = await aFlowStage({ features: openEnd });
  const link = await aFlowLink(stage, 'subscription_pause', { completion: { type: 'hosted_confirmation' } });
  const page = await visit(link);
  expect(page.text).toContain('Until you resume it yourself');
  await submit(page, { length: 'open' });
  expect((await visit(link)).text).toContain('Nothing is charged until you resume it.');
  await setClock(stage, DECEMBER_16 + 365 * 86400);
  expect((await theSubscription(stage)).status).toBe('paused');
});

localOnly('without a choice, or with one that is not offered, nothing happens', async () => {
  const stage = await aFlowStage({ features: lengths });
  const link = await aFlowLink(stage, 'subscription_pause');
  await expectNoChange(stage, async () => {
    for (const length of ['', 'open', 'year-9']) {
      const page = await submit(await visit(link), { length });
      expect(page.status).toBe(422);
      expect(page.text).toContain('Choose how long the pause is to last.');
    }
  });
});

localOnly('a second tab sees that the plan is already paused', async () => {
  const stage = await aFlowStage({ features: lengths });
  const [one, two] = [
    await aFlowLink(stage, 'subscription_pause'),
    await aFlowLink(stage, 'subscription_pause'),
  ];
  const second = await visit(two);
  await submit(await visit(one), { length: 'month-1' });
  await expectNoChange(stage, async () => {
    const late = await submit(second, { length: 'month-1' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('Your plan is already paused');
  });
});

localOnly('a classic subscription cannot be paused', async () => {
  const stage = await aFlowStage({ features: lengths, terms: { billing_mode: { type: 'classic' } } });
  await expect(aFlowLink(stage, 'subscription_pause')).rejects.toThrow(/billing mode is not flexible/);
});

localOnly('a subscription that is paid by sent invoices cannot be paused', async () => {
  const stage = await aFlowStage({
    features: lengths,
    terms: { collection_method: 'send_invoice', days_until_due: 30 },
  });
  await expect(aFlowLink(stage, 'subscription_pause')).rejects.toThrow(/collection method is send_invoice/);
});

localOnly('a pause by the API after one with an end has none', async () => {
  const stage = await aFlowStage({ features: lengths });
  const { stripe, ada } = stage;
  await submit(await visit(await aFlowLink(stage, 'subscription_pause')), { length: 'week-2' });
  await stripe.subscriptions.resume(ada.subscription);
  await stripe.subscriptions.pause(ada.subscription);
  await setClock(stage, DECEMBER_16);
  expect((await theSubscription(stage)).status).toBe('paused');
});

localOnly('a plan that ends before its pause is told to end, not to start again', async () => {
  const stage = await aFlowStage({ features: lengths });
  await stage.stripe.subscriptions.update(stage.ada.subscription, { cancel_at: DECEMBER_1 });
  const completion = { type: 'hosted_confirmation' } as const;
  const after = async (length: string) => {
    const link = await aFlowLink(stage, 'subscription_pause', { completion });
    await submit(await visit(link), { length });
    return (await visit(link)).text;
  };
  const ends = await after('month-1');
  expect(ends).toContain('Ends on 1 December 2026');
  expect(ends).not.toContain('start');
  await stage.stripe.subscriptions.resume(stage.ada.subscription);
  expect(await after('week-2')).toContain('Starts again on 30 November 2026');
});
