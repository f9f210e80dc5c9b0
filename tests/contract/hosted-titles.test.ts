import { expect } from 'vitest';
import { replaceCard } from '../factories';
import { EVERYTHING } from './every-page';
import { aFlowLink, aFlowStage } from './portal-flow';
import { confirm, type Page, submit, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

/** What a tab and a screen reader call the page, without the company. */
const titleOf = (page: Page): string | undefined => /<title>(.*) · [^·]*<\/title>/.exec(page.html)?.[1];

localOnly('each step of a cancellation has a title of its own', async () => {
  const stage = await aFlowStage({ features: EVERYTHING });
  const link = await aFlowLink(stage, 'subscription_cancel', { completion: { type: 'hosted_confirmation' } });
  const titles = [titleOf(await visit(link))];
  await confirm(await visit(link));
  titles.push(titleOf(await visit(link)), titleOf(await submit(await visit(link), { comment: '' })));
  await submit(await visit(link), { choice: 'skip' });
  expect([...titles, titleOf(await visit(link))]).toEqual([
    'Cancel Starter',
    'Why did you cancel?',
    'Not saved yet: Why did you cancel?',
    'Starter ends on 1 December 2026',
  ]);
});

localOnly('and each of a change, and each of a pause', async () => {
  const stage = await aFlowStage({
    features: {
      subscription_pause: {
        enabled: true,
        duration: {
          type: 'interval_options',
          interval_options: [
            { interval: 'month', interval_count: 1 },
            { interval: 'month', interval_count: 3 },
          ],
        },
      },
    },
  });
  const completion = { type: 'hosted_confirmation' } as const;
  const update = await aFlowLink(stage, 'subscription_update', { completion });
  const chosen = `${update}?step=confirm&price=${stage.catalogue.pro.month}`;
  await replaceCard(stage.stripe, stage.ada.customer, 'pm_card_chargeCustomerFail');
  const titles = [titleOf(await visit(update)), titleOf(await visit(`${chosen}&code=NOPE`))];
  titles.push(titleOf(await visit(chosen)));
  await confirm(await visit(chosen));
  titles.push(titleOf(await visit(chosen)));
  const pause = await aFlowLink(stage, 'subscription_pause', { completion });
  titles.push(titleOf(await visit(pause)), titleOf(await confirm(await visit(pause))));
  await submit(await visit(pause), { length: 'month-3' });
  expect([...titles, titleOf(await visit(pause))]).toEqual([
    'Change your plan',
    'Not saved yet: Change your plan',
    'Switch to Pro',
    'Payment refused: Switch to Pro',
    'Pause Starter',
    'Not saved yet: Pause Starter',
    'Starter is paused',
  ]);
});
