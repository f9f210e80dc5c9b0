import { test } from 'vitest';
import { aPlan, aPortalConfiguration, aPromotionCode, aSubscriber, replaceCard, DECEMBER_1, NOVEMBER_1 } from '../factories';
import { aConfirmLink, aStage, confirm, visit } from './portal-page';
import { wire } from './stripe-under-test';
const say = (...a: unknown[]) => process.stdout.write(`PROBE ${a.map((x) => (typeof x === 'string' ? x : JSON.stringify(x))).join(' ')}\n`);

test('pending', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await stripe.subscriptions.update(ada.subscription, { items: [{ id: ada.item, quantity: 2 }] });
  const next = async () => (await stripe.invoices.createPreview({ subscription: ada.subscription })).total;
  say('before', await next());
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  await confirm(await visit(await aConfirmLink(stage, { price: catalogue.pro.month, quantity: 2 })));
  say('after decline', await next(), (await stripe.invoices.list({ customer: ada.customer })).data.map((i) => [i.status, i.total, i.amount_due]));
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month, quantity: 2 }));
  say(page.text);
});
test('pending shown equals charged', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await stripe.subscriptions.update(ada.subscription, { items: [{ id: ada.item, quantity: 2 }] });
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month, quantity: 2 }));
  say(page.text);
  await confirm(page);
  const s = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  say('charged', (s.latest_invoice as { total: number }).total);
});
test('100 off, no card', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const { id: promotionCode } = await aPromotionCode(stripe, { code: 'ALL', coupon: { percent_off: 100, duration: 'once' } });
  await stripe.paymentMethods.detach(ada.paymentMethod);
  const url = await aConfirmLink(stage, { price: catalogue.pro.month, promotionCode });
  const page = await visit(url);
  say(page.text, page.postForms.length);
  if (page.postForms.length) { const a = await confirm(page); say(a.status, a.headers.get('location') ?? ''); }
  const s = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  say('inv', s.latest_invoice && [(s.latest_invoice as any).total, (s.latest_invoice as any).status], 'disc', s.discounts, 'preview', (await stripe.invoices.createPreview({ subscription: ada.subscription })).total);
});
test('no card due', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const url = await aConfirmLink(stage, { price: catalogue.pro.month });
  const before = await visit(url);
  await stripe.paymentMethods.detach(ada.paymentMethod);
  const a = await confirm(before);
  say('nocard', a.status, a.headers.get('location') ?? '', a.text);
  const p = await visit(url); say(p.status, p.text);
});
test('3ds', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await replaceCard(stripe, ada.customer, 'pm_card_authenticationRequired');
  const url = await aConfirmLink(stage, { price: catalogue.pro.month });
  const a = await confirm(await visit(url));
  say('3ds', a.status, a.headers.get('location') ?? '');
  say((await visit(url)).text);
  const s = await stripe.subscriptions.retrieve(ada.subscription); say(s.items.data[0]?.price.id === catalogue.starter.month, s.status, s.discounts);
});
test('past due and portal', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  await stripe.subscriptions.update(ada.subscription, { items: [{ id: ada.item, quantity: 2 }], proration_behavior: 'always_invoice' });
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  await confirm(await visit(await aConfirmLink(stage, { price: catalogue.pro.month, quantity: 2 })));
  const s = await stripe.subscriptions.retrieve(ada.subscription); say('pastdue', s.status);
  say((await stripe.invoices.list({ customer: ada.customer })).data.map((i) => [i.status, i.total]));
});
test('jpy', async () => {
  const stage = await aStage();
  const { stripe } = stage;
  const [a, b] = [await aPlan(stripe, { name: 'A', month: 2200, currency: 'jpy' }), await aPlan(stripe, { name: 'B', month: 7200, currency: 'jpy' })];
  const configuration = await aPortalConfiguration(stripe, { plans: [a, b] });
  const ada = await aSubscriber(stripe, { price: a.month, since: NOVEMBER_1, renews: DECEMBER_1 });
  const { id: promotionCode } = await aPromotionCode(stripe, { code: 'YEN', coupon: { percent_off: 25, duration: 'repeating', duration_in_months: 3 } });
  const p = await visit(await aConfirmLink({ ...stage, ada, configuration }, { price: b.month, promotionCode })); say(p.text);
});
test('twice deferred', async () => {
  const stage = await aStage({ on: (c) => c.pro.month, update: { schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] } } });
  const { stripe, ada, catalogue } = stage;
  await confirm(await visit(await aConfirmLink(stage, { price: catalogue.starter.month })));
  const p = await visit(await aConfirmLink(stage, { price: catalogue.starter.month }));
  say('second deferred', p.status, p.text.slice(0, 200));
  const q = await aConfirmLink(stage, { price: catalogue.pro.month, quantity: 2 });
  const a = await confirm(await visit(q)); const s = await stripe.subscriptions.retrieve(ada.subscription); say(a.status, s.schedule, s.items.data[0]?.quantity);
});
test('yearly', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const p = await visit(await aConfirmLink(stage, { price: catalogue.pro.year })); say('yearly', p.text);
  await confirm(p);
  const s = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  say(s.items.data[0]?.current_period_start, s.items.data[0]?.current_period_end, (s.latest_invoice as any).total, s.billing_cycle_anchor);
});
test('wire oddities', async () => {
  const stage = await aStage();
  for (const [m, p, f] of [
    ['POST', '/v1/customers', 'metadata=x'], ['POST', '/v1/customers', 'email[a]=x'], ['POST', '/v1/customers', 'a[=1'], ['POST', '/v1/customers', '%E0%A4%A'],
    ['POST', '/v1/customers', 'expand[]=x'], ['POST', '/v1/customers', 'expand=sources'], ['POST', '/v1/customers', '__proto__[x]=1'], ['POST', '/v1/customers', 'metadata[__proto__]=1'], ['POST', '/v1/customers', 'metadata[constructor]=1'],
    ['GET', '/v1/customers?limit=', ''], ['GET', '/v1/customers/', ''], ['GET', '/v1/customers/%2e%2e', ''], ['POST', '/v1/prices', 'currency=usd&unit_amount=1.5&product_data[name]=x'], ['POST', '/v1/prices', 'currency=usd&unit_amount=99999999999999999999&product_data[name]=x'],
    ['POST', '/v1/customers', 'name=' + 'x'.repeat(6000)],
  ] as const) {
    const a = await wire(stage, m, p, m === 'POST' ? { form: f } : {});
    say(m, p, f.slice(0, 40), a.status, a.body.error ? (a.body.error as any).message.slice(0, 120) : a.body.metadata ?? 'ok');
  }
});
