import { expect } from 'vitest';
import { DECEMBER_1, NOVEMBER_1, NOVEMBER_16, onlyItem, replaceCard } from '../factories';
import { ACCOUNT, aConfirmLink, aStage, confirm, DONE, leadsTo, visit } from './portal-page';
import { base, localOnly, setClock } from './stripe-under-test';

localOnly('the page is HTML, never stored, with one form that posts', async () => {
  const stage = await aStage();
  const page = await visit(await aConfirmLink(stage, { price: stage.catalogue.pro.month }));
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(page.headers.get('cache-control')).toContain('no-store');
  expect(page.postForms).toHaveLength(1);
});

localOnly('the page shows the new plan, what is due today and the way out', async () => {
  const stage = await aStage();
  const page = await visit(await aConfirmLink(stage, { price: stage.catalogue.pro.month }));
  // -1500/2 + 4900/2
  expect(page.text).toContain('Pro');
  expect(page.text).toContain('$49.00');
  expect(page.text).toContain('$17.00');
  expect(page.html).toContain(`href="${ACCOUNT}"`);
});

localOnly('looking changes nothing', async () => {
  const { stripe, ada, ...stage } = await aStage();
  const url = await aConfirmLink({ stripe, ada, ...stage }, { price: stage.catalogue.pro.month });
  await visit(url);
  await visit(url);
  const after = await stripe.subscriptions.retrieve(ada.subscription);
  expect(onlyItem(after).price.id).toBe(stage.catalogue.starter.month);
  expect(after.latest_invoice).toBe(ada.created.latest_invoice);
});

localOnly('confirming changes the price on the same item, charges the difference and goes on', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const answer = await confirm(await visit(await aConfirmLink(stage, { price: catalogue.pro.month })));
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(DONE);

  const after = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  expect(onlyItem(after)).toMatchObject({
    id: ada.item,
    price: { id: catalogue.pro.month },
    quantity: 1,
    current_period_start: NOVEMBER_1,
    current_period_end: DECEMBER_1,
  });
  expect(after).toMatchObject({
    id: ada.subscription,
    status: 'active',
    latest_invoice: { billing_reason: 'subscription_update', status: 'paid', total: 1700, amount_paid: 1700 },
  });
});

localOnly('what the button names is charged, however long the page was read', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month }));
  expect(page.text).toContain('Confirm and pay $17.00');
  await setClock(stage, NOVEMBER_16 + 600); // a change made now would cost 16.99
  expect(leadsTo(await confirm(page))).toBe(DONE);
  const after = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  expect(after.latest_invoice).toMatchObject({ amount_paid: 1700, created: NOVEMBER_16 + 600 });
});

localOnly(
  'a page that was open for longer than a session lasts is shown anew before it charges',
  async () => {
    const stage = await aStage();
    const url = await aConfirmLink(stage, { price: stage.catalogue.pro.month });
    const page = await visit(url);
    for (const minutes of [50, 100]) {
      await setClock(stage, NOVEMBER_16 + minutes * 60);
      await visit(url); // another tab keeps the session
    }
    const late = await confirm(page);
    expect(late.status).toBe(409);
    expect(late.text).toContain('Confirm and pay $16.92'); // -7.47 + 24.39 for 358 hours and 20 minutes of 720
    expect(leadsTo(await confirm(late))).toBe(DONE);
  },
);

localOnly('a balance that came after the page was opened is told before anything is charged', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month }));
  await stripe.customers.createBalanceTransaction(ada.customer, { amount: -500, currency: 'usd' });
  const asked = await confirm(page);
  expect(asked.status).toBe(409);
  expect(asked.text).toContain('Confirm and pay $12.00');
  expect(onlyItem(await stripe.subscriptions.retrieve(ada.subscription)).price.id).toBe(
    catalogue.starter.month,
  );
});

localOnly('a page of the period before prorates nothing of this one', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await setClock(stage, DECEMBER_1 - 60);
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month }));
  await setClock(stage, DECEMBER_1);
  const late = await confirm(page);
  expect(late.status).toBe(409);
  expect(late.text).toContain('Confirm and pay $34.00');
  expect(onlyItem(await stripe.subscriptions.retrieve(ada.subscription)).price.id).toBe(
    catalogue.starter.month,
  );
});

localOnly('confirming a quantity keeps the price', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await confirm(await visit(await aConfirmLink(stage, { price: catalogue.starter.month, quantity: 3 })));
  const after = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  expect(onlyItem(after)).toMatchObject({
    id: ada.item,
    price: { id: catalogue.starter.month },
    quantity: 3,
  });
  expect(after.latest_invoice).toMatchObject({ amount_paid: 1500 }); // -750 + 2250
});

localOnly('what is too little to charge today is asked for with the next payment', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await setClock(stage, DECEMBER_1 - 1_800);
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month }));
  expect(page.text).toContain('Too little to charge: added to the next invoice −$0.02 Due today $0.00');
  expect(page.text).not.toContain('account balance');
  expect(page.text).toContain('Then $49.02 on 1 December 2026'); // half an hour is left: 0.03 of Pro, less 0.01 of Starter

  await confirm(page);
  const next = await stripe.invoices.createPreview({ subscription: ada.subscription });
  expect(next).toMatchObject({ amount_due: 4902 });
});

localOnly.each([
  ['a credit', -1, 'From your account balance −$0.01 Too little to charge: added to the next invoice −$0.01'],
  ['a debt', 3, 'Owed from earlier invoices $0.03 Too little to charge: added to the next invoice −$0.05'],
])('with %s, what is too little to charge follows it', async (_, balance, rows) => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await setClock(stage, DECEMBER_1 - 1_800);
  await stripe.customers.update(ada.customer, { balance });
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month }));
  expect(page.text).toContain(`${rows} Due today $0.00`); // 0.02 for half an hour of Pro
});

localOnly('a debt that a smaller plan leaves too little to charge of is told once', async () => {
  const stage = await aStage({ on: ({ pro }) => pro.month });
  const { stripe, ada, catalogue } = stage;
  await setClock(stage, DECEMBER_1 - 1_800);
  await stripe.customers.update(ada.customer, { balance: 10 });
  const page = await visit(await aConfirmLink(stage, { price: catalogue.starter.month }));
  expect(page.text).toContain(
    'Owed from earlier invoices $0.10 Too little to charge: added to the next invoice −$0.08 Due today $0.00',
  );
  expect(page.text).not.toContain('account balance');
});

localOnly('a confirmed session is finished: it shows no form and changes nothing more', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const url = await aConfirmLink(stage, { price: catalogue.pro.month });
  const page = await visit(url);
  await confirm(page);
  const invoices = async () =>
    (await stripe.invoices.list({ customer: ada.customer })).data.map(({ id }) => id);
  const once = await invoices();

  const again = await confirm(page);
  expect(again.text).toMatch(/already done|finished/i);
  expect(again.headers.get('location')).not.toBe(DONE);
  const seen = await visit(url);
  expect(seen.text).toMatch(/already done|finished/i);
  expect(seen.postForms).toEqual([]);
  expect(await invoices()).toEqual(once);
});

localOnly('two presses at once charge once', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month }));
  await Promise.all([confirm(page), confirm(page)]);
  expect((await stripe.invoices.list({ customer: ada.customer })).data).toHaveLength(2); // the first, and this one
});

localOnly('a press without the page’s hidden fields changes nothing', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const url = await aConfirmLink(stage, { price: catalogue.pro.month });
  const [form] = (await visit(url)).postForms;
  const forged = await fetch(form?.action ?? url, {
    method: 'POST',
    body: new URLSearchParams(),
    redirect: 'manual',
  });
  expect(forged.status).toBeGreaterThanOrEqual(400);
  expect(onlyItem(await stripe.subscriptions.retrieve(ada.subscription)).price.id).toBe(
    catalogue.starter.month,
  );
});

localOnly('a made-up link leads to a page that says so', async () => {
  const page = await visit(`${base}/p/session/test_nothing`);
  expect(page.status).toBe(404);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(page.postForms).toEqual([]);
});

localOnly('with create_prorations nothing is due today and the renewal carries the difference', async () => {
  const stage = await aStage({ update: { proration_behavior: 'create_prorations' } });
  const { stripe, ada, catalogue } = stage;
  await confirm(await visit(await aConfirmLink(stage, { price: catalogue.pro.month })));
  const after = await stripe.subscriptions.retrieve(ada.subscription);
  expect(onlyItem(after).price.id).toBe(catalogue.pro.month);
  expect(after.latest_invoice).toBe(ada.created.latest_invoice);
  expect((await stripe.invoices.createPreview({ subscription: ada.subscription })).total).toBe(6600);
});

localOnly('prorations that were waiting are listed and paid today, not again at the renewal', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await stripe.subscriptions.update(ada.subscription, { items: [{ id: ada.item, quantity: 2 }] });
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month, quantity: 2 }));
  // waiting: -1500/2 + 3000/2; the change: -3000/2 + 9800/2; then 9800 for December
  expect(page.text).toContain('$41.50');
  expect(page.text).toMatch(/[−-]\$7\.50/);
  expect(page.text).not.toContain('$105.50');

  await confirm(page);
  const { latest_invoice } = await stripe.subscriptions.retrieve(ada.subscription, {
    expand: ['latest_invoice'],
  });
  expect(latest_invoice).toMatchObject({ amount_paid: 4150 });
  expect((await stripe.invoices.createPreview({ subscription: ada.subscription })).total).toBe(9800);
});

localOnly('a hosted confirmation tells what changed, with the custom message', async () => {
  const stage = await aStage();
  const custom_message = 'Welcome to <Pro> & co.';
  const completion = { type: 'hosted_confirmation', hosted_confirmation: { custom_message } } as const;
  const url = await aConfirmLink(stage, { price: stage.catalogue.pro.month, completion });
  const answer = await confirm(await visit(url));
  expect(answer.status).toBe(303);
  const done = await visit(new URL(answer.headers.get('location') ?? '', url).href);
  expect(done.status).toBe(200);
  expect(done.text).toContain('Pro');
  expect(done.text).toContain('$17.00');
  expect(done.text).toContain(custom_message);
  expect(done.html).not.toContain('<Pro>');
  expect(done.html).toContain(`href="${ACCOUNT}"`);
  expect(done.postForms).toEqual([]);
});

localOnly('what a seller calls a product is text, never markup', async () => {
  const stage = await aStage();
  const { stripe, catalogue } = stage;
  await stripe.products.update(catalogue.pro.product, { name: '<script>alert("Pro")</script>' });
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month }));
  expect(page.html).not.toContain('<script>alert');
  expect(page.postForms).toHaveLength(1);
});

localOnly('a change that has become impossible is not made', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const url = await aConfirmLink(stage, { price: catalogue.pro.month });
  const page = await visit(url);
  await stripe.subscriptions.cancel(ada.subscription);
  const answer = await confirm(page);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect((await visit(url)).postForms).toEqual([]);
  expect((await stripe.invoices.list({ customer: ada.customer })).data).toHaveLength(1);
});

localOnly(
  'a page from before a change of plan or card charges nothing, and shows what there is now',
  async () => {
    const stage = await aStage();
    const { stripe, ada, catalogue } = stage;
    const url = await aConfirmLink(stage, { price: catalogue.pro.month });
    const before = await visit(url);
    const items = [{ id: ada.item, quantity: 2 }];
    await stripe.subscriptions.update(ada.subscription, { items, proration_behavior: 'none' });
    const moved = await confirm(before);
    expect(moved.status).toBe(409);
    expect(moved.text).toContain('Your plan or your card changed after this page was opened.');
    expect(moved.text).toContain('you still have 2 × Starter, and nothing was charged');
    await replaceCard(stripe, ada.customer, 'pm_card_mastercard');
    const other = await confirm(moved);
    expect(other.status).toBe(409);
    expect(other.text).toContain('Mastercard ···· 4444');
    expect((await stripe.invoices.list({ customer: ada.customer })).data).toHaveLength(1);
    expect((await confirm(other)).headers.get('location')).toBe(DONE);
    expect(onlyItem(await stripe.subscriptions.retrieve(ada.subscription)).price.id).toBe(
      catalogue.pro.month,
    );
  },
);

localOnly('what the company calls a unit stands beside its price', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await stripe.products.update(catalogue.pro.product, { unit_label: 'seat' });
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month, quantity: 3 }));
  expect(page.text).toContain('Pro 3 × $49.00 / seat $147.00 per month');
  const { url } = await stripe.billingPortal.sessions.create({
    customer: ada.customer,
    configuration: stage.configuration,
    flow_data: { type: 'subscription_update', subscription_update: { subscription: ada.subscription } },
  });
  expect((await visit(url)).text).toContain('$49.00 / seat per month');
});
