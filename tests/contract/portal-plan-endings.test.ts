import { expect } from 'vitest';
import { onlyItem, replaceCard } from '../factories';
import { aFlowLink, aFlowStage, aHomeLink, expectNoChange, theSubscription } from './portal-flow';
import { ACCOUNT, confirm, DONE, leadsTo, submit, visit } from './portal-page';
import { localOnly, setClock } from './stripe-under-test';

const FLOWS = ['subscription_cancel', 'subscription_update', 'subscription_pause'] as const;
const pausing = { subscription_pause: { enabled: true, duration: { type: 'indefinite' as const } } };
const home = { type: 'portal_homepage' as const };

localOnly.each(FLOWS)('%s: the link back is there and looking changes nothing', async (type) => {
  const stage = await aFlowStage({ features: pausing });
  const link = await aFlowLink(stage, type);
  await expectNoChange(stage, async () => {
    for (const url of [link, link, `${link}?step=offer`, `${link}?step=confirm`]) {
      const page = await visit(url);
      expect(page.html).toContain(`href="${ACCOUNT}"`);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
      expect(page.html).not.toMatch(/<script|\son\w+=|\sstyle=/i);
      expect(page.html.length).toBeLessThan(30_000);
    }
  });
});

localOnly.each(FLOWS)('%s: a link that was not opened in five minutes has expired', async (type) => {
  const stage = await aFlowStage({ features: pausing });
  const link = await aFlowLink(stage, type);
  const { created } = stage.ada.created;
  await setClock(stage, created + 301);
  const page = await visit(link);
  expect(page.status).toBe(410);
  expect(page.text).toContain('This link has expired');
});

localOnly.each(FLOWS)('%s: the pages of other operations are not in its session', async (type) => {
  const stage = await aFlowStage({ features: pausing });
  const link = await aFlowLink(stage, type);
  for (const name of ['cancel', 'update', 'pause', 'renew', 'resume'])
    expect((await visit(`${link}/${name}/${stage.ada.subscription}`)).status).toBe(404);
});

localOnly('a cancellation that ends on the portal’s home can be taken back there', async () => {
  const stage = await aFlowStage();
  const link = await aFlowLink(stage, 'subscription_cancel', { completion: home });
  expect(new URL(leadsTo(await confirm(await visit(link))), link).href).toBe(link);
  expect((await visit(link)).text).toContain('Renew plan');
  await confirm(await visit(`${link}/renew/${stage.ada.subscription}`));
  expect(await theSubscription(stage)).toMatchObject({ cancel_at: null });
});

localOnly(
  'after a flow that ends on the home, another subscription is cancelled there by its own rules',
  async () => {
    const stage = await aFlowStage();
    const { stripe, ada, catalogue } = stage;
    const { id: retention } = await stripe.coupons.create({ percent_off: 50, duration: 'once' });
    const other = await stripe.subscriptions.create({
      customer: ada.customer,
      items: [{ price: catalogue.pro.month }],
    });
    const link = await aFlowLink(stage, 'subscription_cancel', { completion: home, retention });
    await submit(await visit(`${link}?step=offer`), { choice: 'leave' });
    const page = await visit(`${link}/cancel/${other.id}`);
    expect(page.text).toContain('Cancel Pro');
    await confirm(page);
    expect((await stripe.subscriptions.retrieve(other.id)).cancel_at).not.toBeNull();
  },
);

localOnly('a change that ends on the portal’s home can be followed by another there', async () => {
  const stage = await aFlowStage();
  const { starter, pro } = stage.catalogue;
  const link = await aFlowLink(stage, 'subscription_update', { completion: home });
  const done = await confirm(await visit(`${link}?step=confirm&price=${pro.month}`));
  expect(new URL(leadsTo(done), link).href).toBe(link);
  const again = `${link}/update/${stage.ada.subscription}?step=confirm&price=${starter.month}`;
  await confirm(await visit(again));
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(starter.month);
  expect((await visit(link)).status).toBe(200);
});

localOnly('a chosen change that the bank wants to confirm is carried out when it is passed', async () => {
  const stage = await aFlowStage();
  const { stripe, ada, catalogue } = stage;
  await replaceCard(stripe, ada.customer, 'pm_card_authenticationRequired');
  const link = await aFlowLink(stage, 'subscription_update');
  const asked = await confirm(await visit(`${link}?step=confirm&price=${catalogue.pro.month}`));
  const challenge = await visit(leadsTo(asked));
  expect(challenge.text).toContain('Your bank wants to confirm this payment');
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(catalogue.starter.month);
  expect(leadsTo(await submit(challenge, { result: 'pass' }))).toBe(DONE);
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(catalogue.pro.month);
});

localOnly('failed at the bank, the choice is still on the page, which explains', async () => {
  const stage = await aFlowStage();
  const { stripe, ada, catalogue } = stage;
  await replaceCard(stripe, ada.customer, 'pm_card_authenticationRequired');
  const link = await aFlowLink(stage, 'subscription_update');
  const asked = await confirm(await visit(`${link}?step=confirm&price=${catalogue.pro.month}`));
  const failed = await submit(await visit(leadsTo(asked)), { result: 'fail' });
  const page = await visit(leadsTo(failed));
  expect(page.text).toContain('Switch to Pro');
  expect(page.text).toContain('Your bank did not confirm the payment.');
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(catalogue.starter.month);
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  expect(leadsTo(await confirm(await visit(leadsTo(failed))))).toBe(DONE);
});

localOnly('a change from the home that the bank confirms leads back to the home', async () => {
  const stage = await aFlowStage();
  const { stripe, ada, catalogue } = stage;
  await replaceCard(stripe, ada.customer, 'pm_card_authenticationRequired');
  const link = await aHomeLink(stage);
  const at = `${link}/update/${ada.subscription}?step=confirm&price=${catalogue.pro.month}`;
  const asked = await confirm(await visit(at));
  const passed = await submit(await visit(leadsTo(asked)), { result: 'pass' });
  const back = await visit(leadsTo(passed));
  expect(back.status).toBe(303);
  expect(new URL(leadsTo(back), link).href).toBe(link);
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(catalogue.pro.month);
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  await confirm(
    await visit(`${link}/update/${ada.subscription}?step=confirm&price=${catalogue.starter.month}`),
  );
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(catalogue.starter.month);
});

localOnly('a confirmed change that ends on the home is told there, once', async () => {
  const stage = await aFlowStage();
  const { stripe, ada, configuration, catalogue } = stage;
  const session = await stripe.billingPortal.sessions.create({
    customer: ada.customer,
    configuration,
    flow_data: {
      type: 'subscription_update_confirm',
      subscription_update_confirm: {
        subscription: ada.subscription,
        items: [{ id: ada.item, price: catalogue.pro.month }],
      },
      after_completion: home,
    },
  });
  const answer = await confirm(await visit(session.url));
  expect(new URL(leadsTo(answer), session.url).href).toBe(session.url);
  const told = await visit(session.url);
  expect(told.text).toContain('You are on Pro');
  expect(told.text).toContain('Your plan and billing');
  expect((await visit(session.url)).text).not.toContain('You are on Pro');
});
