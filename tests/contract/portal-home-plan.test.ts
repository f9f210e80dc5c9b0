import { expect } from 'vitest';
import { NOVEMBER_16, onlyItem } from '../factories';
import { aFlowStage, aHomeLink, expectNoChange, type FlowStage, theSubscription } from './portal-flow';
import { confirm, leadsTo, type Page, submit, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

/** A page about Ada's subscription on the portal's home, and the home's address. */
async function onHome(stage: FlowStage, name: string, query = ''): Promise<{ home: string; page: Page }> {
  const home = await aHomeLink(stage);
  return { home, page: await visit(`${home}/${name}/${stage.ada.subscription}${query}`) };
}

const pausing = { subscription_pause: { enabled: true, duration: { type: 'indefinite' as const } } };

localOnly.each([{ type: 'flexible' as const }, { type: 'classic' as const }])(
  'a cancellation from the home leads back to it, and is taken back there ($type)',
  async (billing_mode) => {
    const stage = await aFlowStage({ terms: { billing_mode } });
    const { home, page } = await onHome(stage, 'cancel');
    const answer = await confirm(page);
    expect(new URL(leadsTo(answer), home).href).toBe(home);
    expect((await theSubscription(stage)).cancel_at).not.toBeNull();
    const again = await visit(`${home}/cancel/${stage.ada.subscription}`);
    expect(again.text).toContain('Your plan is already set to end');
    const renew = await visit(`${home}/renew/${stage.ada.subscription}`);
    expect(renew.text).toContain('Renew plan');
    expect(new URL(leadsTo(await confirm(renew)), home).href).toBe(home);
    expect(await theSubscription(stage)).toMatchObject({
      status: 'active',
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
    });
    await expectNoChange(stage, async () => {
      expect((await confirm(renew)).text).toContain('Your plan goes on already');
    });
  },
);

localOnly('a planned change is taken back from the home', async () => {
  const stage = await aFlowStage({
    on: ({ pro }) => pro.month,
    update: { schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] } },
  });
  const { starter, pro } = stage.catalogue;
  const { home, page } = await onHome(stage, 'update', `?step=confirm&price=${starter.month}`);
  const answer = await confirm(page);
  expect(new URL(leadsTo(answer), home).href).toBe(home);
  expect((await theSubscription(stage)).schedule).toMatch(/^sub_sched_/);
  const undo = await visit(`${home}/cancel-scheduled-update/${stage.ada.subscription}`);
  expect(undo.text).toContain('The change to Starter planned for 1 December 2026 is taken back.');
  await confirm(undo);
  const after = await theSubscription(stage);
  expect(after.schedule).toBeNull();
  expect(onlyItem(after).price.id).toBe(pro.month);
});

localOnly('two changes one after the other from one home, and none twice', async () => {
  const stage = await aFlowStage();
  const { starter, pro } = stage.catalogue;
  const home = await aHomeLink(stage);
  const at = `${home}/update/${stage.ada.subscription}?step=confirm&price=`;
  const first = await visit(at + pro.month);
  await confirm(first);
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(pro.month);
  await confirm(await visit(at + starter.month));
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(starter.month);
  await expectNoChange(stage, async () => {
    expect((await visit(at + starter.month)).status).toBe(422);
  });
});

localOnly('a paused plan is resumed from the home, with a period that is paid now', async () => {
  const stage = await aFlowStage({ features: pausing });
  const { home, page } = await onHome(stage, 'pause');
  await submit(page, { length: 'open' });
  expect((await theSubscription(stage)).status).toBe('paused');
  const resume = await visit(`${home}/resume/${stage.ada.subscription}`);
  // $15.00 less the $7.50 that the pause gave back
  expect(resume.text).toContain('Resume and pay $7.50');
  await confirm(resume);
  const after = await theSubscription(stage);
  expect(after.status).toBe('active');
  expect(onlyItem(after).current_period_start).toBe(NOVEMBER_16);
  await expectNoChange(stage, async () => {
    expect((await confirm(resume)).status).toBe(409);
  });
});

localOnly(
  'a paused plan is cancelled at once, as no period of it is running, and is not changed',
  async () => {
    const stage = await aFlowStage({ features: pausing });
    const { home, page } = await onHome(stage, 'pause');
    await submit(page, { length: 'open' });
    const update = await visit(`${home}/update/${stage.ada.subscription}`);
    expect(update.text).toContain('Your plan is already paused');
    const cancel = await visit(`${home}/cancel/${stage.ada.subscription}`);
    expect(cancel.text).toContain('Your plan ends Today');
    await confirm(cancel);
    expect(await theSubscription(stage)).toMatchObject({ status: 'canceled', ended_at: NOVEMBER_16 });
  },
);

localOnly('another customer’s subscription is not there', async () => {
  const stage = await aFlowStage();
  const other = await stage.stripe.customers.create({});
  const { url } = await stage.stripe.billingPortal.sessions.create({
    customer: other.id,
    configuration: stage.configuration,
  });
  for (const name of ['cancel', 'update', 'pause', 'renew', 'resume', 'cancel-scheduled-update']) {
    const page = await visit(`${url}/${name}/${stage.ada.subscription}`);
    expect(page.status).toBe(409);
    expect(page.text).not.toContain('Starter');
    expect(page.postForms).toEqual([]);
  }
});

localOnly('what the configuration does not enable is not there', async () => {
  const stage = await aFlowStage({ features: { subscription_cancel: { enabled: false } } });
  const { page } = await onHome(stage, 'cancel');
  expect(page.status).toBe(409);
  expect(page.postForms).toEqual([]);
});

localOnly('a plan that is about to end is offered neither a change nor a pause, only to go on', async () => {
  const stage = await aFlowStage({ features: pausing });
  const home = await aHomeLink(stage);
  expect((await visit(home)).text).toMatch(/Update plan.*Pause plan.*Cancel plan/);
  await stage.stripe.subscriptions.update(stage.ada.subscription, { cancel_at: 'max_period_end' });
  const ending = await visit(home);
  expect(ending.text).toContain('Renew plan');
  expect(ending.text).not.toMatch(/Update plan|Pause plan|Cancel plan/);
  for (const name of ['update', 'pause'])
    expect((await visit(`${home}/${name}/${stage.ada.subscription}`)).text).toContain(
      'Your plan is already set to end',
    );
});

localOnly('a plan whose first payment is not made yet says so, as something that needs care', async () => {
  const stage = await aFlowStage();
  await stage.stripe.subscriptions.create({
    customer: stage.ada.customer,
    items: [{ price: stage.catalogue.pro.month }],
    payment_behavior: 'default_incomplete',
  });
  const { html } = await visit(await aHomeLink(stage));
  expect(html).toContain('<p class="wrong">The first payment has not gone through yet.</p>');
});

localOnly('a plan whose invoices are sent can only be ended', async () => {
  const stage = await aFlowStage({
    features: pausing,
    terms: { collection_method: 'send_invoice', days_until_due: 30 },
  });
  const page = await visit(await aHomeLink(stage));
  expect(page.text).toContain('Cancel plan');
  expect(page.text).not.toMatch(/Update plan|Pause plan/);
});
