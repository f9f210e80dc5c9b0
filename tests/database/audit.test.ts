import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { type ActResult, billingAct } from '@/lib/account/billing-act';
import { listActivity } from '@/lib/audit/activity';
import { recordAct } from '@/lib/audit/record';
import { forgetOldActs } from '@/lib/audit/retention';
import { db } from '@/lib/db/client';
import { auditEvents } from '@/lib/db/schema';
import { aUser } from './given';

const ONLY_GROW = { cause: { message: expect.stringContaining('audit_events only grow') } };
const ofUser = (id: string) => eq(auditEvents.userId, id);

test('an act is told on the person’s own page, newest first, and on nobody else’s', async () => {
  const [ada, eve] = [await aUser(), await aUser()];
  await recordAct(ada.id, 'subscription_cancel', 'opened');
  await recordAct(ada.id, 'keep_plan', 'done');
  await recordAct(ada.id, 'pay_open_invoice', 'card-declined');
  expect(await listActivity(ada)).toMatchObject([
    {
      act: 'Pay the open invoice',
      outcome: 'Refused, nothing changed',
      date: '16 November 2026',
      from: null,
    },
    { act: 'Keep the plan', outcome: 'Done' },
    { act: 'Cancel the plan', outcome: 'Opened at Stripe' },
  ]);
  expect(await listActivity(eve)).toEqual([]);
});

test.each<[string, () => Promise<ActResult>, string]>([
  ['a page of Stripe’s', async () => ({ url: 'https://billing.stripe.com/p/session/x' }), 'opened'],
  ['nothing to refuse', async () => ({ refused: null }), 'done'],
  ['a refusal', async () => ({ refused: 'no-change' as const }), 'no-change'],
])('what ends with %s is recorded, without the address', async (_what, work, outcome) => {
  const ada = await aUser();
  await billingAct(ada, 'resume_plan', work);
  const [row] = await db().select().from(auditEvents).where(ofUser(ada.id));
  expect(row).toMatchObject({ act: 'resume_plan', outcome });
  expect(JSON.stringify(row)).not.toContain('stripe.com');
});

test('what fails is recorded and still fails', async () => {
  const ada = await aUser();
  const work = () => Promise.reject(new Error('unlucky'));
  await expect(billingAct(ada, 'keep_plan', work)).rejects.toThrow('unlucky');
  expect(await listActivity(ada)).toMatchObject([{ act: 'Keep the plan', outcome: 'Failed' }]);
});

test('the trail only grows: the database refuses changes and removals', async () => {
  const ada = await aUser();
  await recordAct(ada.id, 'home', 'opened');
  const change = db().update(auditEvents).set({ outcome: 'done' }).where(ofUser(ada.id));
  await expect(change.execute()).rejects.toMatchObject(ONLY_GROW);
  await expect(db().delete(auditEvents).where(ofUser(ada.id)).execute()).rejects.toMatchObject(ONLY_GROW);
  await expect(db().execute(sql`truncate audit_events`)).rejects.toMatchObject(ONLY_GROW);
  expect(await listActivity(ada)).toHaveLength(1);
});

test('after 400 days an act is forgotten, and not a day before', async () => {
  const ada = await aUser();
  const recorded = (days: number) => sql`now() - make_interval(days => ${days})`;
  const act = { at: 0, userId: ada.id, livemode: false, act: 'home', outcome: 'opened' } as const;
  await db()
    .insert(auditEvents)
    .values([
      { ...act, recordedAt: recorded(401) },
      { ...act, recordedAt: recorded(399) },
    ]);
  expect(await forgetOldActs()).toBe(1);
  expect(await listActivity(ada)).toHaveLength(1);
});
