import { desc, eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { openAccountDoor } from '@/lib/account/door';
import type { User } from '@/lib/auth';
import type { PlanKey } from '@/lib/billing/catalogue';
import { outcomeOf } from '@/lib/billing/outcome';
import { attribute, attributeMissed } from '@/lib/campaigns/attribute';
import { addVisits, notePerson } from '@/lib/campaigns/counting';
import { readFunnel, readFunnelDays, readFunnels } from '@/lib/campaigns/funnel';
import { funnelCsv } from '@/lib/campaigns/funnel-csv';
import { type Attribution, campaignKey, NO_LINK } from '@/lib/campaigns/link';
import { settleCampaignVisit } from '@/lib/campaigns/settle';
import { db } from '@/lib/db/client';
import { portalIntents, users } from '@/lib/db/schema';
import { openPlanDoor } from '@/lib/pricing/change';
import { stripe } from '@/lib/stripe/client';
import { ensureCustomer } from '@/lib/stripe/customer';
import { syncCustomer } from '@/lib/stripe/sync';
import { seedCatalogue } from '../../scripts/seed/catalogue';
import { pay } from '../contract/checkout-steps';
import { confirm, visit } from '../contract/portal-page';
import { FROZEN_NOW } from '../rig/frozen-now';
import { aUser } from './given';

const CARD = { number: '4242 4242 4242 4242', expiry: '08 / 29', cvc: '123', name: 'Ada Lovelace' };

/** Somebody who came by the campaign with this id. */
const by = (campaign: string): Attribution => ({
  ...NO_LINK,
  campaign,
  code: 'SPRING25',
  plan: 'pro',
  utm: { utm_source: 'letter' },
  at: FROZEN_NOW,
});
const METADATA = { sidedoor_campaign_code: 'SPRING25', sidedoor_utm_source: 'letter' };

beforeAll(async () => {
  await seedCatalogue({ stripe: stripe(), now: FROZEN_NOW, moveClock: null, created: 0 });
});

async function press(
  user: User,
  plan: PlanKey,
  attribution: Attribution | null,
  currency: 'usd' | 'jpy' = 'usd',
) {
  if (attribution) await notePerson(attribution, user.id);
  const promo = attribution?.code ?? null;
  const door = await openPlanDoor(user, {
    plan,
    interval: 'month',
    currency,
    promo,
    quantity: null,
    attribution,
  });
  if ('url' in door) return door.url;
  throw new Error(`${plan} was refused: ${door.refused}`);
}

async function newestVisit(user: User) {
  const [row] = await db()
    .select()
    .from(portalIntents)
    .where(eq(portalIntents.userId, user.id))
    .orderBy(desc(portalIntents.createdAt))
    .limit(1);
  if (!row?.openedAt) throw new Error('No visit was opened.');
  return { ...row, openedAt: row.openedAt };
}

/** What the return page does: reads Stripe, keeps the answer, and what belongs to a proven one. */
async function comeBack(user: User) {
  const row = await newestVisit(user);
  const outcome = outcomeOf(row.intent, row.before, await syncCustomer(row.customerId), row.openedAt);
  const stored = { outcome, next: null };
  await db().update(portalIntents).set({ outcome: stored }).where(eq(portalIntents.id, row.id));
  await attribute({ ...row, outcome: stored });
  return outcome.kind;
}

const metadataOf = async (user: User) =>
  (await stripe().subscriptions.list({ customer: await ensureCustomer(user) })).data[0]?.metadata;

test('a first plan has where its customer came from since Checkout, and the funnel what was charged', async () => {
  const user = await aUser();
  const key = campaignKey('first2');
  await addVisits([{ linkKey: key, day: '2026-11-15', visits: 3 }]);
  const url = await press(user, 'pro', by('first2'));
  expect(await metadataOf(user)).toBeUndefined();
  expect(await readFunnel(key)).toEqual({ visits: 3, signedIn: 1, opened: 1, confirmed: 0, revenue: [] });
  await pay(url, CARD);
  expect(await metadataOf(user)).toEqual({ sidedoor_campaign: 'first2', ...METADATA });
  expect(await comeBack(user)).toBe('changed');
  expect(await readFunnel(key)).toEqual({
    visits: 3,
    signedIn: 1,
    opened: 1,
    confirmed: 1,
    revenue: [{ amount: 3675, currency: 'usd' }],
  });
});

test('the same choice by another link is another session, or the first link would get the sale', async () => {
  const user = await aUser();
  const first = await press(user, 'pro', by('aaaaa2'));
  expect(await press(user, 'pro', by('aaaaa2'))).toBe(first);
  const second = await press(user, 'pro', by('bbbbb2'));
  expect(second).not.toBe(first);
  await pay(second, CARD);
  expect(await metadataOf(user)).toMatchObject({ sidedoor_campaign: 'bbbbb2' });
});

test('a change at the portal is noted on the subscription once it is proven, beside what was there', async () => {
  const user = await aUser();
  await pay(await press(user, 'starter', null), CARD);
  const [subscription] = (await stripe().subscriptions.list({ customer: await ensureCustomer(user) })).data;
  await stripe().subscriptions.update(subscription?.id ?? '', { metadata: { team: 'blue' } });
  const url = await press(user, 'pro', by('portl2'));
  expect(await comeBack(user)).toBe('unchanged');
  expect(await metadataOf(user)).toEqual({ team: 'blue' });
  expect((await newestVisit(user)).attributedAt).toBeNull();
  await confirm(await visit(url));
  expect(await comeBack(user)).toBe('changed');
  expect(await metadataOf(user)).toEqual({ team: 'blue', sidedoor_campaign: 'portl2', ...METADATA });
  const { attributedAt } = await newestVisit(user);
  expect(attributedAt).not.toBeNull();
  expect(await comeBack(user)).toBe('changed');
  expect((await newestVisit(user)).attributedAt).toEqual(attributedAt);
});

test('a plan that was chosen from the portal’s own list counts as well', async () => {
  const user = await aUser();
  await pay(await press(user, 'starter', null), CARD);
  await comeBack(user);
  await notePerson(by('listd2'), user.id);
  const door = await openAccountDoor(user, 'subscription_update', by('listd2'));
  const [pro] = (await stripe().prices.list({ lookup_keys: ['pro_month'] })).data;
  const choice = new URLSearchParams({ step: 'confirm', interval: 'month', price: pro?.id ?? '' });
  await confirm(await visit(`${'url' in door ? door.url : door.refused}?${choice}`));
  expect(await comeBack(user)).toBe('changed');
  expect(await metadataOf(user)).toEqual({ sidedoor_campaign: 'listd2', ...METADATA });
  expect(await readFunnel(campaignKey('listd2'))).toMatchObject({ signedIn: 1, opened: 1, confirmed: 1 });
});

test('what Stripe did not take is written by a later round', async () => {
  const user = await aUser();
  await pay(await press(user, 'starter', null), CARD);
  await confirm(await visit(await press(user, 'pro', by('later2'))));
  const row = await newestVisit(user);
  const outcome = outcomeOf(row.intent, row.before, await syncCustomer(row.customerId), row.openedAt);
  await db()
    .update(portalIntents)
    .set({ outcome: { outcome, next: null } })
    .where(eq(portalIntents.id, row.id));
  expect(await metadataOf(user)).toEqual({});
  await attributeMissed();
  expect(await metadataOf(user)).toMatchObject({ sidedoor_campaign: 'later2' });
});

test('who closes the window at Stripe is counted once it is paid and an event makes us look', async () => {
  const user = await aUser();
  const key = campaignKey('close2');
  const look = async () => settleCampaignVisit(await syncCustomer(await ensureCustomer(user)));
  const url = await press(user, 'pro', by('close2'));
  await look();
  expect(await readFunnel(key)).toMatchObject({ opened: 1, confirmed: 0 });
  await pay(url, CARD);
  await look();
  expect(await readFunnel(key)).toMatchObject({ confirmed: 1, revenue: [{ amount: 3675, currency: 'usd' }] });
});

test('a visit whose payment takes days is counted once that has arrived', async () => {
  const user = await aUser();
  const key = campaignKey('slowp2');
  await press(user, 'pro', by('slowp2'));
  const [price] = (await stripe().prices.list({ lookup_keys: ['pro_month'] })).data;
  const customer = await ensureCustomer(user);
  const { latest_invoice } = await stripe().subscriptions.create({
    customer,
    items: [{ price: price?.id ?? '' }],
    payment_behavior: 'default_incomplete',
  });
  expect(await comeBack(user)).toBe('pending');
  await db()
    .update(portalIntents)
    .set({ openedAt: FROZEN_NOW - 3 * 86_400 })
    .where(eq(portalIntents.userId, user.id));
  await stripe().invoices.pay(String(latest_invoice), { paid_out_of_band: true });
  await settleCampaignVisit(await syncCustomer(customer));
  expect(await readFunnel(key)).toMatchObject({
    confirmed: 1,
    revenue: [{ amount: 4900, currency: 'usd' }],
  });
});

test('of two visits that are open an event decides nothing: the return page of either may know more', async () => {
  const user = await aUser();
  await pay(await press(user, 'starter', null), CARD);
  await comeBack(user);
  await press(user, 'pro', by('twopn2'));
  await confirm(await visit(await press(user, 'pro', by('twopn2'))));
  await settleCampaignVisit(await syncCustomer(await ensureCustomer(user)));
  expect(await readFunnel(campaignKey('twopn2'))).toMatchObject({ opened: 1, confirmed: 0 });
});

test('people are counted once, days by themselves, currencies apart, and a user who goes takes their steps along', async () => {
  const key = campaignKey('peopl2');
  const [ada, bruno, chiara] = [await aUser(), await aUser(), await aUser()];
  await addVisits([
    { linkKey: key, day: '2026-11-15', visits: 7 },
    { linkKey: key, day: '2026-11-16', visits: 2 },
  ]);
  await notePerson(by('peopl2'), chiara.id);
  await notePerson(by('peopl2'), chiara.id);
  await press(ada, 'scale', by('peopl2'));
  await pay(await press(ada, 'pro', by('peopl2')), CARD);
  await comeBack(ada);
  await pay(await press(bruno, 'pro', by('peopl2'), 'jpy'), CARD);
  await comeBack(bruno);
  expect(await readFunnel(key)).toEqual({
    visits: 9,
    signedIn: 3,
    opened: 2,
    confirmed: 2,
    revenue: [
      { amount: 5400, currency: 'jpy' },
      { amount: 3675, currency: 'usd' },
    ],
  });
  expect((await readFunnels()).get(key)).toEqual(await readFunnel(key));
  const days = await readFunnelDays(key);
  expect(days.map(({ day, visits, signedIn }) => ({ day, visits, signedIn }))).toEqual([
    { day: '2026-11-15', visits: 7, signedIn: 0 },
    { day: '2026-11-16', visits: 2, signedIn: 3 },
  ]);
  const lines = days.map(({ day, ...funnel }) => ({ cells: [day], funnel }));
  expect(funnelCsv(['Day'], lines)).toBe(
    [
      'Day,Visits,Signed in,Opened,Confirmed,Revenue JPY,Revenue USD',
      '2026-11-15,7,0,0,0,0,0',
      '2026-11-16,2,3,2,2,5400,36.75',
      '',
    ].join('\r\n'),
  );
  await db().delete(users).where(eq(users.id, bruno.id));
  expect(await readFunnel(key)).toMatchObject({ signedIn: 2, confirmed: 1, revenue: [{ currency: 'usd' }] });
});
