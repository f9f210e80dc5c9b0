import { once } from 'node:events';
import { request } from 'node:http';
import { expect } from 'vitest';
import { aPlan, aPromotionCode, aSubscriber, DECEMBER_1, NOVEMBER_1, onlyItem } from '../factories';
import { aConfirmLink, aStage, confirm, type Page, visit } from './portal-page';
import { base, localOnly } from './stripe-under-test';

localOnly('a code is shown, then sits on the subscription, and the event says so', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const { id: promotionCode, promotion } = await aPromotionCode(stripe, {
    code: 'SAVE20',
    coupon: { percent_off: 20, duration: 'forever' },
  });
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month, promotionCode }));
  expect(page.text).toContain('SAVE20');
  expect(page.text).toContain('$12.10'); // -750 + 4900 x 80 % / 2

  await confirm(page);
  const after = await stripe.subscriptions.retrieve(ada.subscription, {
    expand: ['discounts', 'latest_invoice'],
  });
  expect(after.latest_invoice).toMatchObject({ total: 1210, amount_paid: 1210, status: 'paid' });
  expect(after.discounts).toMatchObject([
    {
      promotion_code: promotionCode,
      source: { type: 'coupon', coupon: promotion.coupon },
      subscription: ada.subscription,
    },
  ]);
  const [event] = (await stripe.events.list({ type: 'customer.discount.created' })).data;
  expect(event?.data.object).toMatchObject({
    object: 'discount',
    promotion_code: promotionCode,
    customer: ada.customer,
  });
  expect(await stripe.promotionCodes.retrieve(promotionCode)).toMatchObject({ times_redeemed: 1 });
});

localOnly('the published half: 1000 to 2000 with 20 % off costs 300 today', async () => {
  const stage = await aStage();
  const { stripe } = stage;
  const [low, high] = await Promise.all([
    aPlan(stripe, { name: 'Low', month: 1000 }),
    aPlan(stripe, { name: 'High', month: 2000 }),
  ]);
  const { id: promotionCode } = await aPromotionCode(stripe, {
    coupon: { percent_off: 20, duration: 'forever' },
  });
  const ada = await aSubscriber(stripe, { price: low.month, since: NOVEMBER_1, renews: DECEMBER_1 });
  await stripe.billingPortal.configurations.update(stage.configuration, {
    features: {
      subscription_update: {
        products: [low, high].map(({ product, month }) => ({ product, prices: [month] })),
      },
    },
  });
  const page = await visit(await aConfirmLink({ ...stage, ada }, { price: high.month, promotionCode }));
  expect(page.text).toContain('$3.00');
  await confirm(page);
  const { latest_invoice } = await stripe.subscriptions.retrieve(ada.subscription, {
    expand: ['latest_invoice'],
  });
  expect(latest_invoice).toMatchObject({ total: 300, amount_paid: 300 });
});

localOnly('a code alone is a change: nothing is due, the next invoice is lower', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const { id: promotionCode } = await aPromotionCode(stripe);
  await confirm(await visit(await aConfirmLink(stage, { price: catalogue.starter.month, promotionCode })));
  const after = await stripe.subscriptions.retrieve(ada.subscription);
  expect(after.discounts).toHaveLength(1);
  expect(after.latest_invoice).toBe(ada.created.latest_invoice);
  expect(onlyItem(after).price.id).toBe(catalogue.starter.month);
  expect((await stripe.invoices.createPreview({ subscription: ada.subscription })).total).toBe(1125);
});

localOnly('two presses that arrive together redeem a code once', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const { id: promotionCode } = await aPromotionCode(stripe);
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month, promotionCode }));
  const presses = await Promise.all([aHeldPress(page), aHeldPress(page)]);
  await visit(`${base}/p/session/test_nothing`); // an answer: by now the server has seen the head of both
  await Promise.all(presses.map((release) => release()));
  expect(await stripe.promotionCodes.retrieve(promotionCode)).toMatchObject({ times_redeemed: 1 });
  expect((await stripe.subscriptions.retrieve(ada.subscription)).discounts).toHaveLength(1);
  expect((await stripe.events.list({ type: 'customer.discount.created' })).data).toHaveLength(1);
});

/** Presses the button but keeps the form's fields back until the returned function is called. */
async function aHeldPress(page: Page): Promise<() => Promise<unknown>> {
  const [form] = page.postForms;
  const body = String(form?.fields);
  const sent = request(form?.action ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length },
  });
  const answered = once(sent, 'response').then(([response]) => response.resume());
  sent.flushHeaders();
  const [socket] = await once(sent, 'socket');
  if (socket.connecting) await once(socket, 'connect');
  return () => {
    sent.end(body);
    return answered;
  };
}

localOnly('a code used up since the link was made is not applied', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const { id: promotionCode } = await aPromotionCode(stripe);
  const page = await visit(await aConfirmLink(stage, { price: catalogue.pro.month, promotionCode }));
  await stripe.promotionCodes.update(promotionCode, { active: false });
  expect((await confirm(page)).status).toBeGreaterThanOrEqual(400);
  const after = await stripe.subscriptions.retrieve(ada.subscription);
  expect(after.discounts).toEqual([]);
  expect(onlyItem(after).price.id).toBe(catalogue.starter.month);
});

localOnly('a new code takes the place of the discount that was there', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const old = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
  await stripe.subscriptions.update(ada.subscription, { discounts: [{ coupon: old.id }] });
  const { id: promotionCode } = await aPromotionCode(stripe);
  await confirm(await visit(await aConfirmLink(stage, { price: catalogue.pro.month, promotionCode })));
  const { discounts } = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['discounts'] });
  expect(discounts).toMatchObject([{ promotion_code: promotionCode }]);
});
