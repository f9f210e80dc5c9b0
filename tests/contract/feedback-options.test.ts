import { expect } from 'vitest';
import { aFlowLink, aFlowStage, type FlowStage, theSubscription } from './portal-flow';
import { confirm, leadsTo, submit, visit } from './portal-page';
import { anAccount, localOnly } from './stripe-under-test';

localOnly('a feedback option is made, described anew and deactivated', async () => {
  const { stripe } = anAccount();
  const made = await stripe.billing.feedbackOptions.create({ description: 'Moving abroad' });
  expect(made).toMatchObject({
    id: expect.stringMatching(/^fbo_/),
    object: 'billing.feedback_option',
    description: 'Moving abroad',
    livemode: false,
    status: 'active',
    status_transitions: { deactivated_at: null },
  });
  await stripe.billing.feedbackOptions.update(made.id, { description: 'Moving away' });
  expect(await stripe.billing.feedbackOptions.retrieve(made.id)).toMatchObject({
    description: 'Moving away',
  });
  const gone = await stripe.billing.feedbackOptions.deactivate(made.id);
  expect(gone).toMatchObject({
    status: 'inactive',
    status_transitions: { deactivated_at: expect.any(Number) },
  });
  const { id } = await stripe.billing.feedbackOptions.create({ description: 'Too loud' });
  const ids = async (status: 'active' | 'inactive') =>
    (await stripe.billing.feedbackOptions.list({ status })).data.map((each) => each.id);
  expect([await ids('active'), await ids('inactive')]).toEqual([[id], [made.id]]);
});

localOnly('a description has at most 100 characters', async () => {
  const { stripe } = anAccount();
  await stripe.billing.feedbackOptions.create({ description: 'x'.repeat(100) });
  await expect(stripe.billing.feedbackOptions.create({ description: 'x'.repeat(101) })).rejects.toMatchObject(
    { statusCode: 400, param: 'description' },
  );
});

/** The company asks Ada why with reasons of its own besides Stripe's. */
async function aStageWithReasons(): Promise<FlowStage & { loud: string; abroad: string }> {
  const stage = await aFlowStage();
  const { stripe, configuration } = stage;
  const loud = (await stripe.billing.feedbackOptions.create({ description: 'Too <b>loud</b>' })).id;
  const abroad = (await stripe.billing.feedbackOptions.create({ description: 'Moving abroad' })).id;
  await stripe.billingPortal.configurations.update(configuration, {
    features: {
      subscription_cancel: {
        enabled: true,
        cancellation_reason: {
          enabled: true,
          options: ['too_expensive', 'other'],
          feedback_options: [loud, abroad],
        },
      },
    },
  });
  return { ...stage, loud, abroad };
}

localOnly(
  'the company’s own reasons are asked after Stripe’s, as text, and the answer is stored',
  async () => {
    const stage = await aStageWithReasons();
    const link = await aFlowLink(stage, 'subscription_cancel', {
      completion: { type: 'hosted_confirmation' },
    });
    await confirm(await visit(link));
    const asked = await visit(link);
    expect(asked.text).toMatch(/too expensive.*Too <b>loud<\/b>.*Moving abroad.*Other reason/);
    expect(new URL(leadsTo(await submit(asked, { feedback: stage.abroad })), link).href).toBe(link);
    const subscription = await stage.stripe.subscriptions.retrieve(stage.ada.subscription, {
      expand: ['cancellation_details.feedback_option'],
    });
    expect(subscription.cancellation_details).toMatchObject({
      reason: 'cancellation_requested',
      feedback: null,
      feedback_option: { id: stage.abroad, description: 'Moving abroad' },
      comment: null,
    });
  },
);

localOnly('a reason that was deactivated is asked no more, and is in no configuration any more', async () => {
  const stage = await aStageWithReasons();
  const { stripe, configuration, abroad, loud } = stage;
  await stripe.billing.feedbackOptions.deactivate(loud);
  const link = await aFlowLink(stage, 'subscription_cancel');
  await confirm(await visit(link));
  expect((await visit(link)).text).not.toContain('loud');
  await submit(await visit(link), { feedback: loud });
  expect((await theSubscription(stage)).cancellation_details).toMatchObject({ feedback_option: null });
  const list = (ids: string[] | '') =>
    stripe.billingPortal.configurations.update(configuration, {
      features: {
        subscription_cancel: {
          enabled: true,
          cancellation_reason: { enabled: true, feedback_options: ids },
        },
      },
    });
  const param = 'features[subscription_cancel][cancellation_reason][feedback_options][1]';
  await expect(list([abroad, loud])).rejects.toMatchObject({ statusCode: 400, param });
  await expect(list([abroad, 'fbo_none'])).rejects.toMatchObject({ code: 'resource_missing', param });
  expect((await list([abroad])).features.subscription_cancel.cancellation_reason.feedback_options).toEqual([
    abroad,
  ]);
  expect((await list('')).features.subscription_cancel.cancellation_reason.feedback_options).toBeNull();
});

localOnly('the API takes a reason of the company’s own as well', async () => {
  const { stripe, ada, abroad } = await aStageWithReasons();
  await expect(
    stripe.subscriptions.update(ada.subscription, { cancellation_details: { feedback_option: 'fbo_none' } }),
  ).rejects.toMatchObject({ param: 'cancellation_details[feedback_option]' });
  const ended = await stripe.subscriptions.cancel(ada.subscription, {
    cancellation_details: { feedback_option: abroad },
  });
  expect(ended.cancellation_details).toMatchObject({ feedback_option: abroad });
});
