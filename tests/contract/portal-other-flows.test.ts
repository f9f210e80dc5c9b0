import { expect } from 'vitest';
import { aStage, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

localOnly.each(['payment_method_update', 'subscription_cancel', 'subscription_update'] as const)(
  'the page of %s says that it is not here yet',
  async (type) => {
    const { stripe, ada, configuration } = await aStage();
    const { subscription } = ada;
    const { url } = await stripe.billingPortal.sessions.create({
      customer: ada.customer,
      configuration,
      flow_data: {
        type,
        ...(type === 'subscription_cancel' && { subscription_cancel: { subscription } }),
        ...(type === 'subscription_update' && { subscription_update: { subscription } }),
      },
    });
    const page = await visit(url);
    expect(page.status).toBe(501);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.text).toContain(type);
    expect(page.postForms).toEqual([]);
  },
);

localOnly('the portal’s home says that it is not here yet', async () => {
  const { stripe, ada, configuration } = await aStage();
  const { url } = await stripe.billingPortal.sessions.create({ customer: ada.customer, configuration });
  const page = await visit(url);
  expect(page.status).toBe(501);
  expect(page.postForms).toEqual([]);
});
