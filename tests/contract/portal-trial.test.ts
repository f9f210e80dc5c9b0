import { expect } from 'vitest';
import { aSubscriber, NOVEMBER_16, onlyItem } from '../factories';
import { aConfirmLink, aStage, confirm, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

async function aTrialUpgraded(trial_update_behavior?: 'continue_trial' | 'end_trial') {
  const stage = await aStage({ update: { ...(trial_update_behavior && { trial_update_behavior }) } });
  const { stripe, catalogue } = stage;
  const ada = await aSubscriber(stripe, { price: catalogue.starter.month, terms: { trial_period_days: 14 } });
  await confirm(await visit(await aConfirmLink({ ...stage, ada }, { price: catalogue.pro.month })));
  const after = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  expect(onlyItem(after)).toMatchObject({ id: ada.item, price: { id: catalogue.pro.month } });
  return { ada, after };
}

localOnly('a change ends a trial and is invoiced in full at once', async () => {
  const { after } = await aTrialUpgraded();
  expect(after).toMatchObject({
    status: 'active',
    trial_end: NOVEMBER_16,
    latest_invoice: { status: 'paid', amount_paid: 4900 },
  });
});

localOnly('with continue_trial the trial goes on and nothing is charged', async () => {
  const { ada, after } = await aTrialUpgraded('continue_trial');
  expect(after).toMatchObject({ status: 'trialing', trial_end: ada.created.trial_end });
  expect(after.latest_invoice).toMatchObject({ amount_paid: 0 });
});
