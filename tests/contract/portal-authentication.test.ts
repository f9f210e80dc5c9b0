import { expect } from 'vitest';
import { aPromotionCode, NOVEMBER_16, onlyItem, replaceCard } from '../factories';
import { ACCOUNT, aConfirmLink, aStage, confirm, DONE, leadsTo, submit, visit } from './portal-page';
import { localOnly, setClock } from './stripe-under-test';

/** Ada confirms the change to Pro, and her bank wants to see her. */
async function aQuestionedChange(card = 'pm_card_authenticationRequired') {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await replaceCard(stripe, ada.customer, card);
  const { id: promotionCode } = await aPromotionCode(stripe, {
    coupon: { percent_off: 20, duration: 'forever' },
  });
  const url = await aConfirmLink(stage, { price: catalogue.pro.month, promotionCode });
  const answer = await confirm(await visit(url));
  return { ...stage, promotionCode, url, answer, challenge: leadsTo(answer) };
}

localOnly(
  'a change that the bank wants to confirm sends the customer there, and nothing changes yet',
  async () => {
    const { stripe, ada, catalogue, promotionCode, answer, challenge, url } = await aQuestionedChange();
    expect(answer.status).toBe(303);
    const page = await visit(challenge);
    expect(page.text).toContain('Your bank wants to confirm this payment');
    expect(page.text).toContain('$12.10'); // -7.50 for Starter's half month, 80 % of 24.50 for Pro's
    expect(page.html).toContain(`href="${url}"`);
    expect(page.headers.get('content-security-policy')).toContain('https://example.com');
    const subscription = await stripe.subscriptions.retrieve(ada.subscription);
    expect(onlyItem(subscription).price.id).toBe(catalogue.starter.month);
    expect(subscription).toMatchObject({ status: 'active', discounts: [] });
    expect((await stripe.invoices.list({ customer: ada.customer })).data).toHaveLength(1);
    expect((await stripe.promotionCodes.retrieve(promotionCode)).times_redeemed).toBe(0);
  },
);

localOnly('passing it carries the change out, paid, and leads to the end of the flow', async () => {
  const { stripe, ada, catalogue, promotionCode, challenge, url } = await aQuestionedChange();
  const answer = await submit(await visit(challenge), { result: 'pass' });
  expect(answer.status).toBe(303);
  expect(leadsTo(answer)).toBe(DONE);
  const after = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });
  expect(onlyItem(after)).toMatchObject({ id: ada.item, price: { id: catalogue.pro.month } });
  expect(after.latest_invoice).toMatchObject({ status: 'paid', amount_paid: 1210 });
  expect((await stripe.promotionCodes.retrieve(promotionCode)).times_redeemed).toBe(1);
  expect((await visit(url)).text).toContain('This is already done');
});

localOnly('what the bank was asked about is charged, however long the customer took there', async () => {
  const stage = await aQuestionedChange();
  await setClock(stage, NOVEMBER_16 + 1_200); // a change made now would cost 12.09
  expect(leadsTo(await submit(await visit(stage.challenge), { result: 'pass' }))).toBe(DONE);
  const invoices = await stage.stripe.invoices.list({ customer: stage.ada.customer, limit: 1 });
  expect(invoices.data[0]).toMatchObject({ status: 'paid', amount_paid: 1210 });
});

localOnly('failing it leads back to the page, which explains, and nothing changes', async () => {
  const { stripe, ada, catalogue, promotionCode, challenge, url } = await aQuestionedChange();
  const answer = await submit(await visit(challenge), { result: 'fail' });
  expect(leadsTo(answer)).toBe(url);
  const page = await visit(url);
  expect(page.text).toContain('Your bank did not confirm the payment.');
  expect(page.text).toContain('nothing was charged');
  expect(page.postForms.map(({ names }) => names.includes('number'))).toEqual([false, true]);
  expect(onlyItem(await stripe.subscriptions.retrieve(ada.subscription)).price.id).toBe(
    catalogue.starter.month,
  );
  expect((await stripe.promotionCodes.retrieve(promotionCode)).times_redeemed).toBe(0);
  // the attempt is on record, and nothing is owed for it
  const [attempt] = (await stripe.invoices.list({ customer: ada.customer })).data;
  expect(attempt?.status).toBe('void');
  expect((await stripe.invoices.createPreview({ subscription: ada.subscription })).total).toBe(1500);
});

localOnly('a card that passes and declines afterwards changes nothing either', async () => {
  const { stripe, ada, catalogue, challenge, url } = await aQuestionedChange(
    'pm_card_threeDSecureRequiredChargeDeclined',
  );
  await submit(await visit(challenge), { result: 'pass' });
  expect((await visit(url)).text).toContain('Your card was declined.');
  expect(onlyItem(await stripe.subscriptions.retrieve(ada.subscription)).price.id).toBe(
    catalogue.starter.month,
  );
});

localOnly('leaving it leads back to the confirm page, where it can be tried again', async () => {
  const { challenge, url } = await aQuestionedChange();
  await visit(challenge);
  const again = leadsTo(await confirm(await visit(url)));
  expect(again).not.toBe(challenge);
  expect((await visit(challenge)).status).toBe(409); // the older question is closed
  expect(leadsTo(await submit(await visit(again), { result: 'pass' }))).toBe(DONE);
});

localOnly('a change that became impossible meanwhile is not carried out', async () => {
  const { stripe, ada, catalogue, challenge, url } = await aQuestionedChange();
  await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: catalogue.pro.month }],
    payment_behavior: 'allow_incomplete',
    proration_behavior: 'none',
  });
  await stripe.subscriptions.update(ada.subscription, { cancel_at_period_end: true });
  await stripe.subscriptions.cancel(ada.subscription);
  await submit(await visit(challenge), { result: 'pass' });
  expect((await visit(url)).text).toContain('This change is no longer possible');
  expect((await stripe.invoices.list({ customer: ada.customer })).data).toHaveLength(1);
});

localOnly('the hosted confirmation is shown after passing', async () => {
  const stage = await aStage();
  await replaceCard(stage.stripe, stage.ada.customer, 'pm_card_threeDSecure2Required');
  const url = await aConfirmLink(stage, {
    price: stage.catalogue.pro.month,
    completion: { type: 'hosted_confirmation' },
  });
  const challenge = leadsTo(await confirm(await visit(url)));
  const answer = await submit(await visit(challenge), { result: 'pass' });
  expect(leadsTo(answer)).toBe(url);
  const page = await visit(url);
  expect(page.text).toContain('You are on Pro');
  expect(page.html).toContain(ACCOUNT);
});

localOnly('a form that is not the bank’s own answers nothing', async () => {
  const { challenge } = await aQuestionedChange();
  const body = new URLSearchParams({ result: 'pass' });
  expect((await fetch(challenge, { method: 'POST', body, redirect: 'manual' })).status).toBe(403);
  expect((await visit(challenge)).text).toContain('Complete authentication');
});
