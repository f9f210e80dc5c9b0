import type { Page } from '@playwright/test';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { campaignKey } from '@/lib/campaigns/link';
import { portalIntents } from '@/lib/db/schema';
import { signIn, test } from '../e2e/fixtures';
import { chooseInPricing } from '../e2e/portal-steps';
import { test as portalTest } from '../e2e/portal-visit';
import { replaceCard } from '../factories';

const shoot = (page: Page, name: string, fullPage = true) =>
  page.screenshot({ path: `docs/images/${name}.png`, fullPage, animations: 'disabled' });

/** Takes the page as it is, in both colour schemes. */
async function take(page: Page, name: string, fullPage = true): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await shoot(page, `${name}-${colorScheme}`, fullPage);
  }
}

test('the way of a campaign visitor', async ({ page }) => {
  await signIn(page, 'ada@example.com', '/pricing?promo=SPRING25');
  await take(page, 'pricing', false);
  await page.setViewportSize({ width: 390, height: 844 });
  await take(page, 'pricing-phone');
  await page.setViewportSize({ width: 1280, height: 860 });
  await chooseInPricing(page, 'Pro');
  await take(page, 'portal');
  await page.getByRole('button', { name: /^Confirm and pay/ }).click();
  await page.waitForURL(/\/account\/return\//);
  await take(page, 'proof');
  await page.goto('/account');
  await take(page, 'account');
});

for (const name of ['bruno', 'chiara', 'dmitri', 'emi', 'farah'])
  test(`the account of ${name}`, async ({ page }) => {
    await signIn(page, `${name}@example.com`);
    await shoot(page, `account-${name}`);
  });

test('a visit that another change came before', async ({ page, context, aSubscriber, database }) => {
  const { email, customerId } = await aSubscriber({ plan: 'starter' });
  await signIn(page, email, '/pricing');
  await chooseInPricing(page, 'Pro'); // and left alone
  const other = await context.newPage();
  await other.goto('/pricing');
  await chooseInPricing(other, 'Scale');
  await other.getByRole('button', { name: /^Confirm and pay/ }).click();
  await other.waitForURL(/\/account\/return\//);
  const [left] = await database
    .select({ id: portalIntents.id })
    .from(portalIntents)
    .where(and(eq(portalIntents.customerId, customerId), isNull(portalIntents.outcome)));
  await other.goto(`/account/return/${left?.id}`);
  await other.getByRole('main').screenshot({ path: 'docs/images/proof-superseded.png' });
});

test('a change that waits for its payment', async ({ page, aSubscriber, stripe, database }) => {
  const { email, customerId, subscriptionId, itemId } = await aSubscriber({
    card: 'pm_card_authenticationRequired',
  });
  await signIn(page, email, '/pricing');
  await chooseInPricing(page, 'Pro');
  const [price] = (await stripe.prices.list({ lookup_keys: ['pro_month'] })).data;
  await stripe.subscriptions.update(subscriptionId, {
    items: [{ id: itemId, price: price?.id ?? '' }],
    payment_behavior: 'pending_if_incomplete',
    proration_behavior: 'always_invoice',
  });
  const [left] = await database
    .select({ id: portalIntents.id })
    .from(portalIntents)
    .where(eq(portalIntents.customerId, customerId));
  await page.goto(`/account/return/${left?.id}`);
  await page.getByRole('main').screenshot({ path: 'docs/images/proof-pending.png' });
});

test('the portal’s pages', async ({ page, aSubscriber }) => {
  const { email } = await aSubscriber({ plan: 'pro', email: 'grace@example.com' });
  await signIn(page, email);
  for (const [button, name] of [
    ['Open the billing portal', 'portal-home'],
    ['Replace', 'portal-card'],
    ['Cancel plan', 'portal-cancel'],
    ['Pause plan', 'portal-pause'],
    ['Change plan there', 'portal-update'],
    ['Edit', 'portal-billing'],
  ] as const) {
    await page.goto('/account');
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.waitForURL(/\/p\/session\//);
    await shoot(page, name);
  }
  await page.goto('/account');
  await page.getByRole('button', { name: 'Cancel plan' }).click();
  await page.getByRole('link', { name: 'Continue' }).click();
  await shoot(page, 'portal-offer');
});

portalTest('the confirm step takes another card', async ({ page, portal }) => {
  await replaceCard(portal.stripe, portal.ada.customer, 'pm_card_chargeCustomerFail');
  await portal.open('subscription_update_confirm');
  await page.getByRole('button', { name: /^Confirm and pay/ }).click();
  await shoot(page, 'portal-declined');
  await page.getByLabel('Card number').fill('4000002760003184');
  await page.getByLabel('Expiry date').fill('08 / 29');
  await page.getByLabel('Security code').fill('123');
  await page.getByLabel('Postal code').fill('12345');
  await page.getByRole('button', { name: /with this card$/ }).click();
  await shoot(page, 'portal-bank');
});

for (const locale of ['de', 'el', 'ru', 'pt-BR'])
  portalTest.describe(locale, () => {
    portalTest.use({ locale, viewport: { width: 390, height: 844 } });
    portalTest(`a page in ${locale}`, async ({ page, portal }) => {
      await portal.open('subscription_update_confirm');
      await shoot(page, `portal-${locale.toLowerCase()}`);
    });
  });

test('the local Stripe’s dashboard', async ({ page, services }) => {
  await page.goto(services.stripeUrl);
  const demo = page.getByRole('listitem').filter({ hasText: '…door' }); // others are of pictures taken beside this one
  await demo.getByRole('link', { name: 'Northlight' }).click();
  await shoot(page, 'local-stripe', false);
});

/** People who went so far by a campaign's link: 184 opened it, 61 signed in, 34 went to Stripe, 26 bought Pro. */
const funnelOf = (id: string) => [
  sql`insert into campaign_visits values (false, ${campaignKey(id)}, '2026-11-16', 184)`,
  sql`insert into users (email) select 'visitor-' || n || '@example.com' from generate_series(1, 61) n on conflict do nothing`,
  sql`insert into campaign_people select false, ${campaignKey(id)}, id, '2026-11-16' from users where email like 'visitor-%'`,
  sql`insert into portal_intents (id, user_id, customer_id, livemode, kind, intent, before, opened_at, link_key, outcome)
      select gen_random_uuid()::text, id, 'cus_picture', false, 'checkout', '{}', '{}', 1794787200, ${campaignKey(id)},
        case when row_number() over () <= 26 then '{"outcome": {"about": "plan", "kind": "changed", "invoice":
          {"status": "paid", "amountDue": 3675, "amount": {"amount": 3675, "currency": "usd"}}}}'::jsonb end
      from users where email like 'visitor-%' limit 34`,
];

test('a campaign', async ({ page, database }) => {
  await signIn(page, 'team@northlight.example', '/campaigns/new?code=SPRING25&plan=pro&utm_source=letter');
  await page.getByLabel('Name').fill('Spring letter');
  await page.getByRole('button', { name: 'Keep this link' }).click();
  await page.waitForURL(/\/campaigns\/[a-z2-9]{6}$/);
  for (const statement of funnelOf(page.url().slice(-6))) await database.execute(statement);
  await page.reload();
  await shoot(page, 'campaign', false);
});
