import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { users } from '@/lib/db/schema';
import { sessionCookie } from '../rig/session';
import { expectNoViolations } from './accessible';
import { test as base, expect, finishSignIn } from './fixtures';
import { planCard } from './portal-steps';

/** Whom the demo lets in (scripts/launcher/demo-services.mjs). */
const TEAM = 'team@northlight.example';

const test = base.extend<{ team: Page }>({
  /** A page of one of the team, signed in: tests beside each other would take each other's mailed links. */
  team: async ({ page, database, baseURL }, use) => {
    await database.insert(users).values({ email: TEAM }).onConflictDoNothing();
    const [member] = await database.select({ id: users.id }).from(users).where(eq(users.email, TEAM));
    const [name = '', value = ''] = (await sessionCookie(database, member ?? { id: '' })).split('=');
    await page.context().addCookies([{ name, value, url: baseURL ?? '' }]);
    await use(page);
  },
});

/** A phone in somebody's hand: the tests' own browser says that it has no window, and counts as a robot. */
const PHONE = {
  viewport: { width: 390, height: 844 },
  userAgent:
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
};

const step = (page: Page, label: string) => page.getByRole('row', { name: new RegExp(`^${label} `) });

/** Builds a link to Pro with SPRING25 as one of the team; its address, and the page of the campaign. */
async function buildsLink(team: Page): Promise<string> {
  await team.goto('/campaigns');
  await team.getByRole('link', { name: /^(New link|Build the first link)$/ }).click();
  await team.getByRole('button', { name: 'Keep this link' }).click();
  await expect(team.getByText('Give the campaign a name')).toBeVisible();
  await team.getByLabel('Name').fill('Spring letter');
  await team.getByLabel('Promotion code').fill('FIRST50');
  await team.getByLabel('Plan').selectOption('Pro');
  await team.getByLabel('Source').fill('letter');
  await team.getByRole('button', { name: 'Check it first' }).click();
  await expect(
    team.getByRole('region', { name: 'Stripe accepts FIRST50, but not for everybody' }),
  ).toContainText('The portal will refuse this code for subscribers because it is for a first payment.');
  await expect(team.getByRole('row', { name: /^Pro / })).toHaveText(
    'Pro$24.50 per month on your next invoice, then $49.00$49.00 per month',
  );
  await team.getByLabel('Promotion code').fill('spring25');
  await team.getByRole('button', { name: 'Check it first' }).click();
  await expect(team.getByRole('region', { name: 'Stripe accepts SPRING25' })).toBeVisible();
  await expect(team.getByLabel('Source')).toHaveValue('letter');
  await team.getByRole('button', { name: 'Keep this link' }).click();
  await expect(team.getByRole('heading', { level: 1 })).toHaveText('Spring letter');
  return (await team.getByText(/^http.*\/go\/spring25-[a-z2-9]{6}$/).textContent()) ?? '';
}

/** The campaign's page once it knows of so many people, all of whom went all the way. */
async function seesFunnel(team: Page, revenue: string): Promise<void> {
  await expect(async () => {
    await team.reload();
    await expect(step(team, 'Visits')).toHaveText('Visits1–', { timeout: 500 });
  }).toPass();
  await expect(step(team, 'Signed in')).toHaveText('Signed in1100%');
  await expect(step(team, 'Opened Checkout or the portal')).toHaveText('Opened Checkout or the portal1100%');
  await expect(step(team, 'Confirmed')).toHaveText('Confirmed1100%');
  await expect(step(team, 'Revenue')).toHaveText(`Revenue${revenue}`);
}

test('a link that the team builds leads somebody new to a first plan that says where they came from', async ({
  team,
  browser,
  stripe,
  services,
}) => {
  const link = await buildsLink(team);
  await expectNoViolations(team);
  const visitor = await (await browser.newContext({ ...PHONE, baseURL: services.appUrl })).newPage();
  await visitor.goto(link);
  await expect(visitor).toHaveURL('/pricing?promo=spring25&plan=pro&interval=month#pro');
  const pro = planCard(visitor, 'Pro');
  await expect(pro.getByRole('button', { name: 'Start with Pro' })).toBeInViewport();
  await expect(pro).toContainText('$36.75');
  // wandering off and back keeps the choice
  await visitor.goto('/terms');
  await visitor.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Pricing' }).click();
  await expect(visitor).toHaveURL(/\/pricing\?promo=spring25&plan=pro/);
  await pro.getByRole('button', { name: 'Start with Pro' }).click();
  const email = `new-${randomUUID()}@example.com`;
  await finishSignIn(visitor, email);
  await pro.getByRole('button', { name: 'Start with Pro' }).click();
  await visitor.waitForURL(/\/c\/pay\//);
  await visitor.getByLabel('Card number').fill('4242 4242 4242 4242');
  await visitor.getByLabel(/Expir/).fill('08 / 29');
  await visitor.getByLabel(/CVC|Security code/).fill('123');
  await visitor.getByLabel(/Name on card|Cardholder/).fill('Grace Hopper');
  await visitor.getByRole('button', { name: 'Subscribe' }).click();
  await visitor.waitForURL(/\/account\/return\//);
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('You are on Pro');

  const [customer] = (await stripe.customers.list({ email })).data;
  const [subscription] = (await stripe.subscriptions.list({ customer: customer?.id ?? '' })).data;
  const campaign = link.slice(-6);
  expect(subscription?.metadata).toEqual({
    sidedoor_campaign: campaign,
    sidedoor_campaign_code: 'spring25',
    sidedoor_utm_source: 'letter',
  });
  await seesFunnel(team, '$36.75');
  const file = (path: string) => team.request.get(`${services.appUrl}/campaigns/${campaign}/${path}`);
  expect(await (await file('funnel.csv')).text()).toBe(
    'Day,Visits,Signed in,Opened,Confirmed,Revenue USD\r\n2026-11-16,1,1,1,1,36.75\r\n',
  );
  expect((await (await file('qr.png')).body()).subarray(1, 4).toString()).toBe('PNG');
  expect(await (await file('qr.svg')).text()).toContain('<svg');
  // for anybody else there is nothing
  for (const path of [
    '',
    '/new',
    `/${campaign}`,
    `/${campaign}/funnel.csv`,
    `/${campaign}/qr.png`,
    '/funnels.csv',
  ])
    expect((await visitor.request.get(`${services.appUrl}/campaigns${path}`)).status(), path).toBe(404);
  await visitor.context().close();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a link leads a subscriber to a change that says where they came from', async ({
    team,
    browser,
    stripe,
    services,
    aSubscriber,
  }) => {
    const ada = await aSubscriber({ plan: 'starter' });
    const link = await buildsLink(team);
    await expect(team.getByRole('button', { name: 'Copy the link' })).toHaveCount(0);
    const visitor = await (
      await browser.newContext({ ...PHONE, baseURL: services.appUrl, javaScriptEnabled: false })
    ).newPage();
    await visitor.goto(link);
    await expect(visitor).toHaveURL(`/pricing?promo=spring25&plan=pro&interval=month#pro`);
    await planCard(visitor, 'Pro').getByRole('button').click();
    await finishSignIn(visitor, ada.email);
    await planCard(visitor, 'Pro').getByRole('button', { name: 'Upgrade to Pro' }).click();
    await visitor.waitForURL(/\/p\/session\//);
    expect((await stripe.subscriptions.retrieve(ada.subscriptionId)).metadata).toEqual({});
    await visitor.getByRole('button', { name: 'Confirm and pay $10.88' }).click();
    await visitor.waitForURL(/\/account\/return\//);
    await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('You are on Pro');
    expect((await stripe.subscriptions.retrieve(ada.subscriptionId)).metadata).toEqual({
      sidedoor_campaign: link.slice(-6),
      sidedoor_campaign_code: 'spring25',
      sidedoor_utm_source: 'letter',
    });
    await seesFunnel(team, '$10.88');
    await visitor.context().close();
  });
});
