import 'server-only';
import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import { db } from '../db/client';
import { campaignPeople, campaignVisits, portalIntents } from '../db/schema';
import { livemode } from '../env';
import { type Money, money } from '../money';

/**
 * What came of a link. Visits are counted; the other steps are people, each once, and `confirmed` and `revenue` are
 * only what was proven by reading Stripe again. Revenue is what was charged then, by currency.
 */
export type Funnel = Readonly<{
  visits: number;
  signedIn: number;
  opened: number;
  confirmed: number;
  revenue: readonly Money[];
}>;
export type FunnelDay = Funnel & Readonly<{ day: string }>;

export const NO_FUNNEL: Funnel = { visits: 0, signedIn: 0, opened: 0, confirmed: 0, revenue: [] };

/** The funnels of all links that anything is known of, by what they are counted under. */
export async function readFunnels(): Promise<ReadonlyMap<string, Funnel>> {
  return gather(await readRows({}));
}

/** The funnel of one link. */
export async function readFunnel(linkKey: string): Promise<Funnel> {
  return gather(await readRows({ linkKey })).get(linkKey) ?? NO_FUNNEL;
}

/** The same by the days (UTC) on which each step was taken, oldest first; a day without any is left out. */
export async function readFunnelDays(linkKey: string): Promise<readonly FunnelDay[]> {
  const rows = await readRows({ linkKey, byDay: true });
  const days = [...new Set(rows.map(({ day }) => day))].sort();
  return days.map((day) => ({
    day,
    ...(gather(rows.filter((row) => row.day === day)).get(linkKey) ?? NO_FUNNEL),
  }));
}

type Row = Readonly<{
  step: 'visits' | 'signedIn' | 'opened' | 'confirmed' | 'revenue';
  linkKey: string;
  day: string;
  count: number;
  currency: string | null;
}>;

const OUTCOME = sql`${portalIntents.outcome} -> 'outcome'`;
const INVOICE = sql`${OUTCOME} -> 'invoice'`;
const IS_CONFIRMED = sql`${OUTCOME} ->> 'about' = 'plan' and ${OUTCOME} ->> 'kind' in ('changed', 'scheduled')`;
const IS_CHARGED = sql`${OUTCOME} ->> 'about' = 'plan' and ${OUTCOME} ->> 'kind' = 'changed' and ${INVOICE} ->> 'status' = 'paid'`;
const DAY_OPENED = sql`to_char(to_timestamp(${portalIntents.openedAt}) at time zone 'UTC', 'YYYY-MM-DD')`;

async function readRows({ linkKey, byDay = false }: { linkKey?: string; byDay?: boolean }): Promise<Row[]> {
  const day = (column: SQL) => (byDay ? sql<string>`${column}` : sql<string>`''`);
  const number = (what: SQL) => sql`${what}`.mapWith(Number);
  const opened = and(
    linkKey === undefined ? isNotNull(portalIntents.linkKey) : eq(portalIntents.linkKey, linkKey),
    eq(portalIntents.livemode, livemode()),
    isNotNull(portalIntents.openedAt),
  );
  const ofIntents = (step: Row['step'], count: SQL, where: SQL | undefined, currency: SQL) =>
    db()
      .select({
        step: sql<Row['step']>`${step}`,
        linkKey: sql<string>`${portalIntents.linkKey}`,
        day: day(DAY_OPENED),
        count: number(count),
        currency: sql<string | null>`${currency}`,
      })
      .from(portalIntents)
      .where(and(opened, where))
      .groupBy(sql`2, 3, 5`);
  const people = sql`count(distinct ${portalIntents.userId})`;
  const charged = sql`sum((${INVOICE} ->> 'amountDue')::bigint)`;
  const lists = await Promise.all([
    db()
      .select({
        step: sql<Row['step']>`'visits'`,
        linkKey: campaignVisits.linkKey,
        day: day(sql`${campaignVisits.day}::text`),
        count: number(sql`sum(${campaignVisits.visits})`),
        currency: sql<string | null>`null::text`,
      })
      .from(campaignVisits)
      .where(
        and(
          eq(campaignVisits.livemode, livemode()),
          linkKey === undefined ? undefined : eq(campaignVisits.linkKey, linkKey),
        ),
      )
      .groupBy(sql`2, 3`),
    db()
      .select({
        step: sql<Row['step']>`'signedIn'`,
        linkKey: campaignPeople.linkKey,
        day: day(sql`${campaignPeople.day}::text`),
        count: number(sql`count(*)`),
        currency: sql<string | null>`null::text`,
      })
      .from(campaignPeople)
      .where(
        and(
          eq(campaignPeople.livemode, livemode()),
          linkKey === undefined ? undefined : eq(campaignPeople.linkKey, linkKey),
        ),
      )
      .groupBy(sql`2, 3`),
    ofIntents('opened', people, undefined, sql`null::text`),
    ofIntents('confirmed', people, IS_CONFIRMED, sql`null::text`),
    ofIntents('revenue', charged, IS_CHARGED, sql`${INVOICE} -> 'amount' ->> 'currency'`),
  ]);
  return lists.flat();
}

function gather(rows: readonly Row[]): Map<string, Funnel> {
  const funnels = new Map<string, Funnel>();
  for (const { step, linkKey, count, currency } of rows) {
    const funnel = funnels.get(linkKey) ?? NO_FUNNEL;
    if (step !== 'revenue') funnels.set(linkKey, { ...funnel, [step]: count });
    else if (currency !== null && count !== 0) {
      const revenue = [...funnel.revenue, money(count, currency)];
      funnels.set(linkKey, {
        ...funnel,
        revenue: revenue.sort((a, b) => a.currency.localeCompare(b.currency)),
      });
    }
  }
  return funnels;
}
