import { expect } from 'vitest';
import { aPromotionCode, NOVEMBER_16, onlyItem, replaceCard } from '../factories';
import {
  aFlowLink,
  aFlowStage,
  eventTypes,
  expectNoChange,
  type FlowStage,
  theSubscription,
} from './portal-flow';
import { confirm, DONE, leadsTo, type Page, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

type Choice = Readonly<{ price: string; quantity?: string; code?: string }>;

/** The address that the page of plans leads to, as its form without JavaScript does. */
function choosing(link: string, choice: Choice): Promise<Page> {
  return visit(`${link}?${new URLSearchParams({ step: 'confirm', interval: 'month', ...choice })}`);
}

const refused = async (stage: FlowStage, choice: Choice, words: string): Promise<void> => {
  const link = await aFlowLink(stage, 'subscription_update');
  await expectNoChange(stage, async () => {
    const page = await choosing(link, choice);
    expect(page.status).toBe(422);
    expect(page.text).toContain(words);
    expect(page.postForms).toEqual([]);
  });
};

localOnly(
  'the page offers the configured prices of one interval, and the other interval by a link',
  async () => {
    const stage = await aFlowStage({ update: { default_allowed_updates: ['price'] } });
    const link = await aFlowLink(stage, 'subscription_update');
    const page = await visit(link);
    expect(page.text).toContain('You have now Starter $15.00 per month');
    expect(page.text).toContain('Monthly Yearly');
    expect(page.text).toContain('Pro $49.00 per month');
    expect(page.html).not.toContain(stage.catalogue.starter.month);
    expect(page.html).not.toContain(stage.catalogue.pro.year);
    expect(page.html).not.toContain('name="quantity"');
    expect(page.html).not.toContain('name="code"');
    const yearly = await visit(`${link}?interval=year`);
    expect(yearly.text).toContain('Starter $150.00 per year');
    expect(yearly.text).toContain('Pro $490.00 per year');
    expect(yearly.html).not.toContain(stage.catalogue.pro.month);
  },
);

localOnly('the current price is there as well where its quantity can change', async () => {
  const stage = await aFlowStage();
  const page = await visit(await aFlowLink(stage, 'subscription_update'));
  expect(page.html).toContain(stage.catalogue.starter.month);
  expect(page.text).toContain('Starter $15.00 per month Your plan now');
  expect(page.text).toContain('Quantity');
  expect(page.text).toContain('At least 1');
});

// Half of November: −$7.50 for Starter and $24.50 for Pro.
localOnly(
  'a chosen plan is confirmed as by a deep link: same subscription, same item, one paid invoice',
  async () => {
    const stage = await aFlowStage();
    const { stripe, ada, catalogue } = stage;
    const link = await aFlowLink(stage, 'subscription_update');
    const page = await choosing(link, { price: catalogue.pro.month });
    expect(page.text).toContain('Switch to Pro');
    expect(page.text).toContain('Confirm and pay $17.00');
    const answer = await confirm(page);
    expect(answer.status).toBe(303);
    expect(leadsTo(answer)).toBe(DONE);
    const after = await theSubscription(stage);
    expect(onlyItem(after)).toMatchObject({ id: ada.item, price: { id: catalogue.pro.month }, quantity: 1 });
    const [invoice] = (await stripe.invoices.list({ subscription: ada.subscription })).data;
    expect(invoice).toMatchObject({
      billing_reason: 'subscription_update',
      status: 'paid',
      amount_paid: 1700,
    });
  },
);

localOnly('pressing twice changes once, also when a code came with it', async () => {
  const stage = await aFlowStage();
  await aPromotionCode(stage.stripe);
  const link = await aFlowLink(stage, 'subscription_update');
  const page = await choosing(link, { price: stage.catalogue.pro.month, code: 'spring25' });
  await confirm(page);
  await expectNoChange(stage, async () => {
    expect((await confirm(page)).text).toContain('This is already done');
  });
});

localOnly('a quantity within its limits is taken, from 2 to 5', async () => {
  const products = (stage: FlowStage) =>
    [stage.catalogue.starter, stage.catalogue.pro].map(({ product, month, year }) => ({
      product,
      prices: [month, year],
      adjustable_quantity: { enabled: true, minimum: 2, maximum: 5 },
    }));
  const stage = await aFlowStage();
  await stage.stripe.billingPortal.configurations.update(stage.configuration, {
    features: { subscription_update: { enabled: true, products: products(stage) } },
  });
  const { month } = stage.catalogue.starter;
  for (const quantity of ['1', '6', '0', '-3', '2.5', 'many'])
    await refused(stage, { price: month, quantity }, 'Enter a whole number from 2 to 5.');
  const link = await aFlowLink(stage, 'subscription_update');
  expect((await visit(link)).text).toContain('From 2 to 5');
  const page = await choosing(link, { price: month, quantity: '3' });
  // (3 − 1) × $15.00 for half of November
  expect(page.text).toContain('Confirm and pay $15.00');
  await confirm(page);
  expect(onlyItem(await theSubscription(stage)).quantity).toBe(3);
});

localOnly('a quantity without a maximum stays below what can be charged at once', async () => {
  const stage = await aFlowStage();
  const { month } = stage.catalogue.pro;
  // $999,999.99 at $49.00
  const words = 'Enter a whole number from 1 to 20,408.';
  for (const quantity of ['20409', '999999999', '0']) await refused(stage, { price: month, quantity }, words);
});

localOnly(
  'a quantity that is not adjustable stays',
  async () => {
    const stage = await aFlowStage({ update: { default_allowed_updates: ['price'] } });
    await refused(
      stage,
      { price: stage.catalogue.pro.month, quantity: '4' },
      'The quantity of this plan cannot be changed here.',
    );
  },
  120_000,
);

localOnly('a code is shown with its price, and becomes the subscription’s discount', async () => {
  const stage = await aFlowStage();
  const { id: promotion_code } = await aPromotionCode(stage.stripe);
  const link = await aFlowLink(stage, 'subscription_update');
  const page = await choosing(link, { price: stage.catalogue.pro.month, code: ' Spring25 ' });
  expect(page.text).toContain('25% off for 3 months, then $49.00 per month');
  // $36.75 for half of November less the unused $7.50: 18.38 − 7.50
  expect(page.text).toContain('Confirm and pay $10.88');
  await confirm(page);
  const { discounts } = await stage.stripe.subscriptions.retrieve(stage.ada.subscription, {
    expand: ['discounts'],
  });
  expect(discounts).toMatchObject([{ promotion_code }]);
  expect(await eventTypes(stage)).toContain('customer.discount.created');
});

localOnly('every refusal of a code is explained in words', async () => {
  const stage = await aFlowStage();
  const { stripe, catalogue } = stage;
  const price = catalogue.pro.month;
  const other = await stripe.customers.create({});
  await aPromotionCode(stripe, { code: 'ELSE', customer: other.id });
  await aPromotionCode(stripe, { code: 'FIRST', restrictions: { first_time_transaction: true } });
  await aPromotionCode(stripe, {
    code: 'MINIMUM',
    restrictions: { minimum_amount: 1000, minimum_amount_currency: 'usd' },
  });
  await aPromotionCode(stripe, { code: 'EUROS', coupon: { amount_off: 500, currency: 'eur' } });
  await aPromotionCode(stripe, {
    code: 'STARTERS',
    coupon: { percent_off: 10, applies_to: { products: [catalogue.starter.product] } },
  });
  const off = await aPromotionCode(stripe, { code: 'OFF' });
  await stripe.promotionCodes.update(off.id, { active: false });
  for (const [code, words] of [
    ['NOPE', 'There is no code “NOPE”.'],
    ['ELSE', 'The code “ELSE” belongs to another customer.'],
    ['FIRST', 'The code “FIRST” is for first purchases only, and you have paid before.'],
    ['MINIMUM', 'The code “MINIMUM” asks for a minimum amount'],
    ['EUROS', 'The code “EUROS” does not work in USD.'],
    ['STARTERS', 'The code “STARTERS” does not apply to Pro.'],
    ['OFF', 'The code “OFF” has expired or is switched off.'],
    ['<script>', 'There is no code “<script>”.'],
  ] as const)
    await refused(stage, { price, code }, words);
});

localOnly('a used-up code says so', async () => {
  const stage = await aFlowStage();
  await aPromotionCode(stage.stripe, { code: 'ONCE', max_redemptions: 1 });
  const someone = await stage.stripe.customers.create({});
  const { id } = (await stage.stripe.promotionCodes.list({ code: 'ONCE' })).data[0] ?? { id: '' };
  const method = await replaceCard(stage.stripe, someone.id, 'pm_card_visa');
  expect(method).toMatch(/^pm_/);
  await stage.stripe.subscriptions.create({
    customer: someone.id,
    items: [{ price: stage.catalogue.starter.month }],
    discounts: [{ promotion_code: id }],
  });
  await refused(
    stage,
    { price: stage.catalogue.pro.month, code: 'ONCE' },
    'The code “ONCE” has been used as often as it can be.',
  );
});

localOnly('no choice, no difference and a made-up price are refused on the page', async () => {
  const stage = await aFlowStage();
  await refused(stage, { price: '' }, 'Choose one of the plans.');
  await refused(stage, { price: 'price_made_up' }, 'Choose one of the plans.');
  await refused(stage, { price: stage.catalogue.starter.month }, 'This is what you have now.');
});

localOnly('a choice made for a plan that has changed since is asked for again', async () => {
  const stage = await aFlowStage();
  const page = await choosing(await aFlowLink(stage, 'subscription_update'), {
    price: stage.catalogue.pro.month,
  });
  await stage.stripe.subscriptions.update(stage.ada.subscription, {
    items: [{ id: stage.ada.item, quantity: 2 }],
  });
  await expectNoChange(stage, async () => {
    const late = await confirm(page);
    expect(late.status).toBe(422);
    expect(late.text).toContain('Your plan changed in the meantime.');
  });
});

localOnly('a declined card is explained on the confirm step, and another card goes through', async () => {
  const stage = await aFlowStage();
  const { stripe, ada, catalogue } = stage;
  const link = await aFlowLink(stage, 'subscription_update');
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  const refusal = await confirm(await choosing(link, { price: catalogue.pro.month }));
  expect(refusal.status).toBe(303);
  const page = await visit(new URL(leadsTo(refusal), link).href);
  expect(page.text).toContain('Your card was declined.');
  expect(page.text).toContain('Nothing changed');
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(catalogue.starter.month);
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  expect(leadsTo(await confirm(await visit(new URL(leadsTo(refusal), link).href)))).toBe(DONE);
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(catalogue.pro.month);
});

localOnly('a year at less per month waits for the period’s end where that is configured', async () => {
  const stage = await aFlowStage({
    on: ({ pro }) => pro.month,
    update: { schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] } },
  });
  const link = await aFlowLink(stage, 'subscription_update');
  const page = await choosing(link, { price: stage.catalogue.pro.year });
  expect(page.text).toContain('Schedule change for 1 December 2026');
  await confirm(page);
  const after = await theSubscription(stage);
  expect(onlyItem(after).price.id).toBe(stage.catalogue.pro.month);
  expect(after.schedule).toMatch(/^sub_sched_/);
});

localOnly.each<['end_trial' | 'continue_trial', number, string]>([
  ['end_trial', NOVEMBER_16, 'active'],
  ['continue_trial', NOVEMBER_16 + 14 * 86400, 'trialing'],
])('a change during a trial: %s', async (trial_update_behavior, trialEnd, status) => {
  const stage = await aFlowStage({ update: { trial_update_behavior } });
  const { stripe, ada, catalogue } = stage;
  const trial = await stripe.subscriptions.create({
    customer: ada.customer,
    items: [{ price: catalogue.starter.month }],
    trial_period_days: 14,
  });
  const link = await aFlowLink({ ...stage, ada: { ...ada, subscription: trial.id } }, 'subscription_update');
  expect(leadsTo(await confirm(await choosing(link, { price: catalogue.pro.month })))).toBe(DONE);
  expect(await stripe.subscriptions.retrieve(trial.id)).toMatchObject({ status, trial_end: trialEnd });
});
