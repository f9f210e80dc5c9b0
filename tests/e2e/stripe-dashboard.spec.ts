import { randomUUID } from 'node:crypto';
import { nameBusiness, openAccount } from '../../scripts/seed/account';
import { aCatalogue, aPortalConfiguration, aSubscriber } from '../factories';
import { expectNoViolations } from './accessible';
import { expect, test } from './fixtures';

test('the local Stripe’s dashboard shows what was refused, and every page of it is accessible @phone', async ({
  page,
  services,
}) => {
  const id = randomUUID().replaceAll('-', '');
  // an account of its own: others that tests use meanwhile would come before it, and push its request off the page
  const business = `Southlight ${id.slice(0, 8)}`;
  const { stripe } = openAccount(`sk_test_${id}`, services.stripeUrl, services.now);
  await nameBusiness(`sk_test_${id}`, services.stripeUrl, business);
  await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:1/nobody-listens', enabled_events: ['*'] });
  const { starter, pro } = await aCatalogue(stripe);
  await aPortalConfiguration(stripe, { plans: [starter, pro] });
  await aSubscriber(stripe, { price: starter.month });
  await expect(stripe.customers.retrieve('cus_nobody')).rejects.toThrow('No such customer');
  await page.goto(services.stripeUrl);
  await page.getByRole('link', { name: business }).click();
  await expect(page.getByText("No such customer: 'cus_nobody'").first()).toBeVisible();
  const tabs = page.getByRole('navigation');
  for (const name of await tabs.getByRole('link').allTextContents()) {
    await tabs.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expectNoViolations(page);
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(sideways).toBe(false);
  }
});
