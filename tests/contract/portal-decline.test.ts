import { expect } from 'vitest';
import { aPromotionCode, onlyItem, replaceCard } from '../factories';
import { aConfirmLink, aStage, confirm, DONE, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

async function aDeclinedChange() {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  const { id: promotionCode } = await aPromotionCode(stripe, {
    coupon: { percent_off: 20, duration: 'forever' },
  });
  const url = await aConfirmLink(stage, { price: catalogue.pro.month, promotionCode });
  const answer = await confirm(await visit(url));
  return { ...stage, promotionCode, url, answer };
}

localOnly('a declined card leads back to the page, which explains and offers another try', async () => {
  const { answer, url } = await aDeclinedChange();
  expect(answer.status).toBe(303);
  expect(new URL(answer.headers.get('location') ?? '', url).href).toBe(url);
  const page = await visit(url);
  expect([200, 402]).toContain(page.status);
  expect(page.text).toContain('Your card was declined.');
  expect(page.text).toContain('nothing was charged');
  expect(page.postForms.map(({ names }) => names.includes('number'))).toEqual([false, true]);
});

localOnly('pressing again with the same card is declined again and still changes nothing', async () => {
  const { stripe, ada, catalogue, url } = await aDeclinedChange();
  await confirm(await visit(url));
  expect((await visit(url)).text).toContain('Your card was declined.');
  expect(onlyItem(await stripe.subscriptions.retrieve(ada.subscription)).price.id).toBe(
    catalogue.starter.month,
  );
});

localOnly('a declined card leaves price, discount and status as they were', async () => {
  const { stripe, ada, catalogue, promotionCode } = await aDeclinedChange();
  const after = await stripe.subscriptions.retrieve(ada.subscription);
  expect(onlyItem(after)).toMatchObject({
    id: ada.item,
    price: { id: catalogue.starter.month },
    quantity: 1,
  });
  expect(after).toMatchObject({ status: 'active', discounts: [] });
  expect(await stripe.promotionCodes.retrieve(promotionCode)).toMatchObject({ times_redeemed: 0 });
  // nothing owed and nothing waiting: the next invoice is a plain renewal
  expect(await stripe.invoices.createPreview({ subscription: ada.subscription })).toMatchObject({
    total: 1500,
  });
});

localOnly('a declined card leaves the customer’s balance', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await stripe.customers.update(ada.customer, { balance: -500 });
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  await confirm(await visit(await aConfirmLink(stage, { price: catalogue.pro.month })));
  expect(await stripe.customers.retrieve(ada.customer)).toMatchObject({ balance: -500 });
});

localOnly('a declined card leaves the prorations that wait for the next invoice', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await stripe.subscriptions.update(ada.subscription, { items: [{ id: ada.item, quantity: 2 }] });
  // Starter twice for December, and one more for half of November
  const next = async () => (await stripe.invoices.createPreview({ subscription: ada.subscription })).total;
  expect(await next()).toBe(3750);
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  await confirm(await visit(await aConfirmLink(stage, { price: catalogue.pro.month, quantity: 2 })));
  expect(await next()).toBe(3750);
});

localOnly('the page forgets the refusal once there is another card', async () => {
  const { stripe, ada, url } = await aDeclinedChange();
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  expect((await visit(url)).text).not.toContain('Your card was declined.');
});

localOnly('a declined change tells the endpoints that the payment failed', async () => {
  const { stripe } = await aDeclinedChange();
  const types = (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type);
  expect(types).toContain('invoice.payment_failed');
  expect(types).toContain('charge.failed');
  expect(types).not.toContain('customer.discount.created');
});

localOnly('after the card is replaced the same link goes through', async () => {
  const { stripe, ada, catalogue, url } = await aDeclinedChange();
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  const answer = await confirm(await visit(url));
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(DONE);
  const after = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  expect(onlyItem(after).price.id).toBe(catalogue.pro.month);
  expect(after.latest_invoice).toMatchObject({ status: 'paid', amount_paid: 1210 }); // -750 + 4900 x 80 % / 2
});
