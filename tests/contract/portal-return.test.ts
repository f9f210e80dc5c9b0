import { expect } from 'vitest';
import { NOVEMBER_16 } from '../factories';
import { aFlowStage, type FlowStage } from './portal-flow';
import { ACCOUNT, leadsTo, submit, visit } from './portal-page';
import { localOnly, setClock } from './stripe-under-test';

const FIVE_MINUTES = 300;

async function anExpiredLink(
  after: 'customer_login' | null = 'customer_login',
  expires_at?: number,
): Promise<{ stage: FlowStage; url: string }> {
  const stage = await aFlowStage();
  const { url } = await stage.stripe.billingPortal.sessions.create({
    customer: stage.ada.customer,
    configuration: stage.configuration,
    return_url: ACCOUNT,
    flow_data: { type: 'payment_method_update' },
    ...(after && {
      after_expiration: { type: after, ...(expires_at && { customer_login: { expires_at } }) },
    }),
  });
  await setClock(stage, NOVEMBER_16 + FIVE_MINUTES + 1);
  return { stage, url };
}

localOnly(
  'an expired link of customer_login asks for the e-mail address and gives a fresh session',
  async () => {
    const { stage, url } = await anExpiredLink();
    const page = await visit(url);
    expect(page.status).toBe(410);
    expect(page.text).toContain('This link has expired');
    const answer = await submit(page, { email: ' ADA@example.com ' });
    expect(answer.status).toBe(303);
    const fresh = new URL(leadsTo(answer), url).href;
    expect(fresh).not.toBe(url);
    expect((await visit(fresh)).text).toContain('Update your payment method');
    const [made] = (await stage.stripe.events.list({ type: 'billing_portal.session.created' })).data;
    expect(made?.data.object).toMatchObject({
      customer: stage.ada.customer,
      configuration: stage.configuration,
      return_url: ACCOUNT,
      flow: { type: 'payment_method_update' },
    });
  },
);

localOnly.each(['', 'eve@evil.example'])('the address "%s" gives none', async (email) => {
  const { stage, url } = await anExpiredLink();
  const page = await submit(await visit(url), { email });
  expect(page.status).toBe(422);
  expect(page.html).toContain('id="email-error"');
  expect((await stage.stripe.events.list({ type: 'billing_portal.session.created' })).data).toHaveLength(1);
});

localOnly('after its own deadline, and without customer_login, an expired link is over', async () => {
  for (const { url } of [
    await anExpiredLink('customer_login', NOVEMBER_16 + FIVE_MINUTES),
    await anExpiredLink(null),
  ]) {
    const page = await visit(url);
    expect(page.status).toBe(410);
    expect(page.postForms).toEqual([]);
    expect(
      (await fetch(url, { method: 'POST', body: new URLSearchParams({ email: 'ada@example.com' }) })).status,
    ).toBe(410);
  }
});

localOnly('a link that lives asks for nothing', async () => {
  const { stage, url } = await anExpiredLink();
  await setClock(stage, NOVEMBER_16);
  expect((await visit(url)).text).toContain('Card number');
});

localOnly('the fifth wrong address is the last that the link takes', async () => {
  const { stage, url } = await anExpiredLink();
  const page = await visit(url);
  for (const attempt of [1, 2, 3, 4])
    expect((await submit(page, { email: `eve${attempt}@evil.example` })).status).toBe(422);
  const stopped = await submit(page, { email: 'eve5@evil.example' });
  expect(stopped.status).toBe(429);
  expect(stopped.text).toContain('Too many wrong addresses');
  expect(stopped.postForms).toEqual([]);
  expect((await submit(page, { email: 'ada@example.com' })).status).toBe(429);
  expect((await visit(url)).status).toBe(429);
  expect((await stage.stripe.events.list({ type: 'billing_portal.session.created' })).data).toHaveLength(1);
});
