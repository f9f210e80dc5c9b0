import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aPromotionCode, NOVEMBER_16 } from '../factories';
import { cardsOf } from './portal-card';
import { aFlowStage, aHomeLink, eventTypes, expectNoChange, type FlowStage } from './portal-flow';
import { ACCOUNT, aConfirmLink, confirm, leadsTo, type Page, submit, visit } from './portal-page';
import { localOnly, setClock } from './stripe-under-test';

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features;

async function aHome(options: Parameters<typeof aFlowStage>[0] = {}) {
  const stage = await aFlowStage(options);
  const home = await aHomeLink(stage);
  return { stage, home, page: await visit(home) };
}

const paths = (page: Page, stage: FlowStage): string[] =>
  [...page.html.matchAll(/(?:href|action)="\/p\/session\/[^/"]+\/([^"]*)"/g)].map(([, path = '']) =>
    path.replaceAll(stage.ada.subscription, 'sub').replaceAll(stage.ada.paymentMethod, 'visa'),
  );

const off = { enabled: false };
const NOTHING: Features = {
  customer_update: off,
  invoice_history: off,
  payment_method_update: off,
  subscription_cancel: off,
  subscription_pause: off,
  subscription_update: off,
};

localOnly('the home tells the plan, the card, the billing information and the invoices', async () => {
  const { stage, page } = await aHome({
    features: {
      customer_update: { enabled: true, allowed_updates: ['name'] },
      subscription_pause: { enabled: true },
    },
  });
  expect(page.status).toBe(200);
  for (const words of [
    'Starter $15.00 per month Renews on 1 December 2026 for $15.00.',
    'Visa ···· 4242, expires 08/2029',
    'Default',
    'Name Ada Lovelace',
    'E-mail ada@example.com',
    'Paid $15.00',
  ])
    expect(page.text).toContain(words);
  const [invoice] = (await stage.stripe.invoices.list({ customer: stage.ada.customer })).data;
  expect(page.html).toContain(`href="${invoice?.hosted_invoice_url}"`);
  expect(page.html).toContain(`href="${ACCOUNT}"`);
  expect(paths(page, stage)).toEqual([
    'update/sub',
    'pause/sub',
    'cancel/sub',
    'payment_method_update',
    'customer_update',
  ]);
  expect(page.html).not.toContain('<script');
  expect(page.html.length).toBeLessThan(30_000);
});

localOnly('what the configuration does not enable is not there, nor behind its address', async () => {
  const { stage, home, page } = await aHome({ features: NOTHING, update: off });
  expect(page.text).toContain('Starter $15.00 per month');
  for (const words of ['Payment methods', 'Billing information', 'Invoices', 'Cancel plan', 'Update plan'])
    expect(page.text).not.toContain(words);
  expect(paths(page, stage)).toEqual([]);
  const { subscription, paymentMethod } = stage.ada;
  await expectNoChange(stage, async () => {
    for (const path of [
      'payment_method_update',
      'customer_update',
      'invoice_history',
      `payment_method_remove/${paymentMethod}`,
      `cancel/${subscription}`,
      `update/${subscription}`,
      `pause/${subscription}`,
    ])
      expect((await visit(`${home}/${path}`)).status, path).toBe(409);
  });
});

localOnly('what was done is taken back only where the configuration enables it', async () => {
  const stage = await aFlowStage({ features: NOTHING, update: off });
  await stage.stripe.subscriptions.update(stage.ada.subscription, { cancel_at: 'max_period_end' });
  const home = await aHomeLink(stage);
  const page = await visit(home);
  expect(page.text).toContain('Ends on 1 December 2026.');
  expect(paths(page, stage)).toEqual([]);
  for (const name of ['renew', 'resume', 'cancel-scheduled-update']) {
    const answer = await visit(`${home}/${name}/${stage.ada.subscription}`);
    expect(answer.status).toBe(409);
    expect(answer.postForms).toEqual([]);
  }
});

localOnly.each<{ name: string; terms: Stripe.SubscriptionUpdateParams; says: string; act?: string }>([
  {
    name: 'ending',
    terms: { cancel_at: 'max_period_end' },
    says: 'Ends on 1 December 2026. Nothing is charged after that.',
    act: 'renew/sub',
  },
  {
    name: 'on trial',
    terms: { trial_end: NOVEMBER_16 + 14 * 86_400, proration_behavior: 'none' },
    says: 'Free trial until 30 November 2026. The first payment is on 30 November 2026: $15.00.',
  },
])('a plan that is $name says so', async ({ terms, says, act }) => {
  const stage = await aFlowStage();
  await stage.stripe.subscriptions.update(stage.ada.subscription, terms);
  const page = await visit(await aHomeLink(stage));
  expect(page.text).toContain(says);
  if (act) expect(paths(page, stage)).toContain(act);
});

localOnly('a plan that changes at the period’s end says when and to what', async () => {
  const stage = await aFlowStage({
    on: ({ pro }) => pro.month,
    update: { schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] } },
  });
  await confirm(await visit(await aConfirmLink(stage, { price: stage.catalogue.starter.month })));
  const page = await visit(await aHomeLink(stage));
  expect(page.text).toContain('Changes on 1 December 2026 to Starter ($15.00 per month).');
  expect(paths(page, stage)).toContain('cancel-scheduled-update/sub');
});

localOnly('a paused plan says so and can be resumed', async () => {
  const stage = await aFlowStage({
    features: { subscription_pause: { enabled: true, duration: { type: 'indefinite' } } },
  });
  const home = await aHomeLink(stage);
  await submit(await visit(`${home}/pause/${stage.ada.subscription}`), { length: 'open' });
  const page = await visit(home);
  expect(page.text).toContain('Paused. Nothing is charged until it is resumed.');
  expect(paths(page, stage)[0]).toBe('resume/sub');
});

localOnly('a plan whose renewal failed says what to do', async () => {
  const stage = await aFlowStage();
  const { stripe, ada } = stage;
  const { id } = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: ada.customer });
  await stripe.customers.update(ada.customer, { invoice_settings: { default_payment_method: id } });
  await setClock(stage, NOVEMBER_16 + 20 * 86_400);
  const page = await visit(await aHomeLink(stage));
  expect(page.text).toContain('The last payment did not go through. Add a card that works.');
  expect(page.text).toContain('Open $15.00');
});

localOnly('a discount is told with its duration', async () => {
  const stage = await aFlowStage();
  const { id } = await aPromotionCode(stage.stripe, { coupon: { percent_off: 20, duration: 'forever' } });
  await stage.stripe.subscriptions.update(stage.ada.subscription, { discounts: [{ promotion_code: id }] });
  const page = await visit(await aHomeLink(stage));
  expect(page.text).toContain('20% off for as long as you stay');
  expect(page.text).toContain('Renews on 1 December 2026 for $12.00.');
});

localOnly('another card becomes the default with one press, and the event tells', async () => {
  const { stage, home } = await aHome();
  const other = await stage.stripe.paymentMethods.attach('pm_card_mastercard', {
    customer: stage.ada.customer,
  });
  const page = await visit(home);
  const answer = await confirm(page);
  expect(new URL(leadsTo(answer), home).href).toBe(home);
  expect((await cardsOf(stage)).chosen).toBe(other.id);
  expect((await visit(home)).text).toContain('charged to Mastercard ending in 4444');
  await expectNoChange(stage, () => confirm(page));
});

localOnly('a card is removed after a question; the one that a plan is charged on is not', async () => {
  const { stage, home } = await aHome();
  const { ada, stripe } = stage;
  expect((await visit(`${home}/payment_method_remove/${ada.paymentMethod}`)).status).toBe(409);
  const other = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: ada.customer });
  expect(paths(await visit(home), stage)).toContain(`payment_method_remove/${other.id}`);
  const question = await visit(`${home}/payment_method_remove/${other.id}`);
  expect(question.text).toContain('Remove this card?');
  expect((await cardsOf(stage)).methods).toHaveLength(2);
  await confirm(question);
  expect((await cardsOf(stage)).methods.map(({ id }) => id)).toEqual([ada.paymentMethod]);
  expect((await eventTypes(stage)).at(-1)).toBe('payment_method.detached');
  await expectNoChange(stage, async () => {
    expect((await confirm(question)).status).toBe(409);
    expect((await visit(`${home}/payment_method_remove/${ada.paymentMethod}`)).status).toBe(409);
  });
});

localOnly('without a plan the last card may go', async () => {
  const { stage, home } = await aHome();
  await stage.stripe.subscriptions.cancel(stage.ada.subscription);
  expect((await visit(home)).text).toContain('You have no plan at the moment.');
  await confirm(await visit(`${home}/payment_method_remove/${stage.ada.paymentMethod}`));
  expect(await cardsOf(stage)).toEqual({ chosen: null, methods: [] });
});

localOnly('somebody else’s card is not there', async () => {
  const { stage, home } = await aHome();
  const { stripe } = stage;
  const eve = await stripe.customers.create();
  const theirs = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: eve.id });
  await stripe.paymentMethods.attach('pm_card_visa', { customer: stage.ada.customer });
  const [form] = (await visit(home)).postForms;
  await expectNoChange(stage, async () => {
    expect((await visit(`${home}/payment_method_remove/${theirs.id}`)).status).toBe(409);
    for (const path of ['default', 'remove']) {
      const body = form?.fields ?? new URLSearchParams();
      const answer = await fetch(`${home}/payment_method_${path}/${theirs.id}`, { method: 'POST', body });
      expect(answer.status).toBe(409);
    }
  });
});

localOnly('more than six invoices have a list of their own', async () => {
  const stage = await aFlowStage();
  await setClock(stage, NOVEMBER_16 + 200 * 86_400);
  const home = await aHomeLink(stage);
  const page = await visit(home);
  expect(page.text.match(/Paid \$15\.00/g)).toHaveLength(6);
  expect(paths(page, stage)).toContain('invoice_history');
  const all = await visit(`${home}/invoice_history`);
  expect(all.text.match(/Paid \$15\.00/g)).toHaveLength(8); // November to June
});

localOnly('a page that is none says so', async () => {
  const { home } = await aHome();
  for (const name of ['constructor', 'subscription_update_confirm', 'payment_method_default'])
    expect((await visit(`${home}/${name}`)).status, name).toBe(name === 'payment_method_default' ? 303 : 404);
  expect((await visit(`${home}/a/b/c`)).status).toBe(404);
});
