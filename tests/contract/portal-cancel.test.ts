import { expect } from 'vitest';
import { DECEMBER_1, NOVEMBER_16 } from '../factories';
import { aFlowLink, aFlowStage, eventTypes, expectNoChange, theSubscription } from './portal-flow';
import { confirm, DONE, leadsTo, submit, visit } from './portal-page';
import { localOnly, setClock } from './stripe-under-test';

const REASONS = ['too_expensive', 'missing_features', 'switched_service', 'unused', 'other'] as const;
const asking = {
  subscription_cancel: {
    enabled: true,
    mode: 'at_period_end' as const,
    cancellation_reason: { enabled: true, options: [...REASONS] },
  },
};
const atOnce = (proration_behavior: 'none' | 'create_prorations') => ({
  subscription_cancel: { enabled: true, mode: 'immediately' as const, proration_behavior },
});

localOnly('the page says when the plan ends and that nothing is charged after that', async () => {
  const stage = await aFlowStage();
  const page = await visit(await aFlowLink(stage, 'subscription_cancel'));
  expect(page.status).toBe(200);
  expect(page.text).toContain('Cancel Starter');
  expect(page.text).toContain('Your plan ends 1 December 2026');
  expect(page.text).toContain('After that nothing is charged any more.');
  expect(page.text).toContain('Cancel on 1 December 2026');
  expect(page.text).toContain('$15.00 per month');
});

localOnly('a flexible subscription gets a fixed end, and stays active until then', async () => {
  const stage = await aFlowStage();
  const answer = await confirm(await visit(await aFlowLink(stage, 'subscription_cancel')));
  expect(answer.status).toBe(303);
  expect(leadsTo(answer)).toBe(DONE);
  expect(await theSubscription(stage)).toMatchObject({
    status: 'active',
    cancel_at: DECEMBER_1,
    cancel_at_period_end: false,
    canceled_at: NOVEMBER_16,
    cancellation_details: { reason: 'cancellation_requested', feedback: null, comment: null },
  });
  expect((await eventTypes(stage)).slice(-2)).toEqual([
    'billing_portal.session.created',
    'customer.subscription.updated',
  ]);
});

localOnly('a classic subscription ends with its period, and ends then', async () => {
  const stage = await aFlowStage({ terms: { billing_mode: { type: 'classic' } } });
  await confirm(await visit(await aFlowLink(stage, 'subscription_cancel')));
  expect(await theSubscription(stage)).toMatchObject({
    status: 'active',
    cancel_at: DECEMBER_1,
    cancel_at_period_end: true,
    canceled_at: NOVEMBER_16,
  });
  await setClock(stage, DECEMBER_1);
  expect(await theSubscription(stage)).toMatchObject({ status: 'canceled', ended_at: DECEMBER_1 });
  expect(await eventTypes(stage)).toContain('customer.subscription.deleted');
});

localOnly('an immediate cancellation ends it now, and nothing is credited unless configured', async () => {
  const stage = await aFlowStage({ features: atOnce('none') });
  const page = await visit(await aFlowLink(stage, 'subscription_cancel'));
  expect(page.text).toContain('Your plan ends Today');
  expect(page.text).toContain('until 1 December 2026, is not refunded');
  await confirm(page);
  expect(await theSubscription(stage)).toMatchObject({
    status: 'canceled',
    ended_at: NOVEMBER_16,
    canceled_at: NOVEMBER_16,
  });
  const types = await eventTypes(stage);
  expect(types.at(-1)).toBe('customer.subscription.deleted');
  expect(types).not.toContain('customer.subscription.updated');
  expect(types).not.toContain('invoiceitem.created');
});

localOnly('create_prorations credits the unused half of November as an invoice item', async () => {
  const stage = await aFlowStage({ features: atOnce('create_prorations') });
  const page = await visit(await aFlowLink(stage, 'subscription_cancel'));
  expect(page.text).toContain('Credit for unused time');
  expect(page.text).toContain('$7.50');
  await confirm(page);
  const { data } = await stage.stripe.events.list({ type: 'invoiceitem.created' });
  expect(data.map((event) => event.data.object)).toMatchObject([
    { amount: -750, customer: stage.ada.customer, proration: true, invoice: null },
  ]);
  expect((await eventTypes(stage)).slice(-2)).toEqual([
    'invoiceitem.created',
    'customer.subscription.deleted',
  ]);
});

localOnly('after the cancellation the configured reasons are asked, in Stripe’s words', async () => {
  const stage = await aFlowStage({ features: asking });
  const link = await aFlowLink(stage, 'subscription_cancel');
  const answer = await confirm(await visit(link));
  expect(answer.status).toBe(303);
  expect((await theSubscription(stage)).cancel_at).toBe(DECEMBER_1);
  const page = await visit(new URL(leadsTo(answer), link).href);
  for (const words of [
    'It’s too expensive',
    'I need more features',
    'I found an alternative',
    'I no longer need it',
    'Other reason',
  ])
    expect(page.text).toContain(words);
  expect(page.text).not.toContain('Quality was less than expected');
});

localOnly('the reason is stored by a second update', async () => {
  const stage = await aFlowStage({ features: asking });
  const link = await aFlowLink(stage, 'subscription_cancel');
  await confirm(await visit(link));
  const done = await submit(await visit(link), { feedback: 'too_expensive' });
  expect(leadsTo(done)).toBe(DONE);
  expect((await theSubscription(stage)).cancellation_details).toEqual({
    comment: null,
    feedback: 'too_expensive',
    feedback_option: null,
    reason: 'cancellation_requested',
  });
  expect((await eventTypes(stage)).slice(-2)).toEqual([
    'customer.subscription.updated',
    'customer.subscription.updated',
  ]);
});

localOnly('another reason brings its own words; words without a choice are another reason', async () => {
  const own = 'Moving to <b>sea</b>';
  const answers: Record<string, string>[] = [{ feedback: 'other', comment: own }, { comment: own }];
  for (const fields of answers) {
    const stage = await aFlowStage({ features: asking });
    const link = await aFlowLink(stage, 'subscription_cancel');
    await confirm(await visit(link));
    await submit(await visit(link), fields);
    expect((await theSubscription(stage)).cancellation_details).toMatchObject({
      feedback: 'other',
      comment: own,
    });
  }
});

localOnly('the reason can be skipped, and an empty answer is asked for again', async () => {
  const stage = await aFlowStage({ features: asking });
  const link = await aFlowLink(stage, 'subscription_cancel');
  await confirm(await visit(link));
  await expectNoChange(stage, async () => {
    const again = await submit(await visit(link), { comment: '' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('Choose an answer, or skip the question.');
    const tooLong = await submit(await visit(link), { feedback: 'other', comment: 'x'.repeat(501) });
    expect(tooLong.status).toBe(422);
    expect(tooLong.text).toContain('longer than 500 characters');
    expect(leadsTo(await submit(await visit(link), { choice: 'skip' }))).toBe(DONE);
  });
  expect((await theSubscription(stage)).cancellation_details?.feedback).toBeNull();
});

localOnly('a reason that is not configured is not taken', async () => {
  const stage = await aFlowStage({ features: asking });
  const link = await aFlowLink(stage, 'subscription_cancel');
  await confirm(await visit(link));
  await expectNoChange(stage, async () => {
    expect((await submit(await visit(link), { feedback: 'low_quality' })).status).toBe(422);
  });
});

localOnly('pressing twice, or going Back and pressing, cancels once', async () => {
  const stage = await aFlowStage();
  const page = await visit(await aFlowLink(stage, 'subscription_cancel'));
  await confirm(page);
  await expectNoChange(stage, async () => {
    const again = await confirm(page);
    expect(again.text).toContain('This is already done');
  });
});

localOnly('a second tab with a link of its own sees that the plan is already set to end', async () => {
  const stage = await aFlowStage();
  const [one, two] = [
    await aFlowLink(stage, 'subscription_cancel'),
    await aFlowLink(stage, 'subscription_cancel'),
  ];
  const second = await visit(two);
  await confirm(await visit(one));
  await expectNoChange(stage, async () => {
    const late = await confirm(second);
    expect(late.status).toBe(409);
    expect(late.text).toContain('Your plan is already set to end');
    expect(late.text).toContain('It ends on 1 December 2026.');
  });
});

localOnly('a form without the page’s token changes nothing', async () => {
  const stage = await aFlowStage();
  const link = await aFlowLink(stage, 'subscription_cancel');
  await visit(link);
  await expectNoChange(stage, async () => {
    const answer = await fetch(link, { method: 'POST', body: new URLSearchParams({ token: 'made-up' }) });
    expect(answer.status).toBe(403);
  });
});

localOnly('the hosted confirmation tells the end and shows the message as text', async () => {
  const stage = await aFlowStage();
  const link = await aFlowLink(stage, 'subscription_cancel', {
    completion: {
      type: 'hosted_confirmation',
      hosted_confirmation: { custom_message: 'See you <script>alert(1)</script>' },
    },
  });
  const answer = await confirm(await visit(link));
  const page = await visit(new URL(leadsTo(answer), link).href);
  expect(page.text).toContain('Starter ends on 1 December 2026');
  expect(page.text).toContain('See you <script>alert(1)</script>');
  expect(page.html).not.toContain('<script>');
});

localOnly('a planned change is taken back by a cancellation', async () => {
  const stage = await aFlowStage({
    on: ({ pro }) => pro.month,
    update: { schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] } },
  });
  const { stripe, ada, catalogue, configuration } = stage;
  const change = await stripe.billingPortal.sessions.create({
    customer: ada.customer,
    configuration,
    flow_data: {
      type: 'subscription_update_confirm',
      subscription_update_confirm: {
        subscription: ada.subscription,
        items: [{ id: ada.item, price: catalogue.starter.month }],
      },
    },
  });
  await confirm(await visit(change.url));
  const page = await visit(await aFlowLink(stage, 'subscription_cancel'));
  expect(page.text).toContain('The change planned for 1 December 2026 is taken back.');
  await confirm(page);
  expect(await theSubscription(stage)).toMatchObject({ schedule: null, cancel_at: DECEMBER_1 });
  expect(await eventTypes(stage)).toContain('subscription_schedule.released');
});
