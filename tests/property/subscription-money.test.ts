import fc from 'fast-check';
import { expect, test } from 'vitest';
import { whole, worthOf } from './calendar-value';
import { aLife, type Life } from './life';
import { PlayedLife } from './played-life';
import { patience, runs } from './runs';
import type { Body } from './stripe-client';

/** Every charge and credit of a played life, the newest last. */
type Books = Readonly<{ invoices: Body[]; lines: Body[]; items: Body[] }>;

async function booksOf({ account, subscription }: PlayedLife): Promise<Books> {
  const invoices = (await account.all('/v1/invoices', { subscription: subscription.id })).reverse();
  const lines: Body[] = [];
  for (const { id } of invoices) lines.push(...(await account.all(`/v1/invoices/${id}/lines`)));
  const events = await account.all('/v1/events', { type: 'invoiceitem.created' });
  return { invoices, lines, items: events.map(({ data }) => data.object).reverse() };
}

const inLife = (usual: number, holds: (played: PlayedLife, books: Books) => void) =>
  fc.assert(
    fc.asyncProperty(aLife, async (life: Life) => {
      const played = await new PlayedLife(life).play();
      holds(played, await booksOf(played));
    }),
    runs(usual),
  );

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const netOf = (line: Body): number =>
  line.amount - sum(line.discount_amounts.map(({ amount }: Body) => amount));
const details = (line: Body) => line.parent.subscription_item_details;

test(
  'credits and debits of an item come to what the calendar says, to the minor unit for each line',
  () =>
    inLife(30, ({ expected }, { lines, items }) => {
      for (const [id, { charged }] of expected) {
        const whole = lines.filter(
          (line) => details(line).subscription_item === id && !details(line).proration,
        );
        const prorated = items.filter((item) => item.parent.subscription_details.subscription_item === id);
        const booked = sum(whole.map(netOf)) + sum(prorated.map(({ amount }) => amount));
        const value = sum(charged.map(worthOf));
        // Each prorated line is rounded on its own, by half a minor unit at most.
        expect(Math.abs(booked - value), `booked ${booked}, worth ${value}`).toBeLessThanOrEqual(
          prorated.length / 2 + 1e-6,
        );
      }
    }),
  patience(60_000),
);

test(
  'a credit returns the unused part of a line that was charged, once, rounded on its own',
  () =>
    inLife(15, ({ life }, { lines, items }) => {
      const credited = new Set<string>();
      for (const { amount, period, proration_details } of items) {
        const source = proration_details.credited_items?.invoice_line_item_details;
        if (amount >= 0 || !source || life.billing === 'classic') continue;
        for (const id of source.invoice_line_items) {
          const line = lines.find((each) => each.id === id);
          expect(line?.invoice).toBe(source.invoice);
          expect(credited.has(id), `${id} is credited twice`).toBe(false);
          credited.add(id);
          const share = (line.period.end - period.start) / (line.period.end - line.period.start);
          expect(amount).toBe(-whole(netOf(line) * Math.min(1, share)));
        }
      }
    }),
  patience(60_000),
);

test(
  'a waiting credit or charge is on one invoice at most, unchanged',
  () =>
    inLife(15, (_, { lines, items }) => {
      const prorated = lines.filter((line) => details(line).proration);
      const sources = prorated.map((line) => details(line).invoice_item);
      expect(new Set(sources).size).toBe(sources.length);
      for (const line of prorated)
        expect(items.find(({ id }) => id === details(line).invoice_item)).toMatchObject({
          amount: line.amount,
          period: line.period,
          currency: line.currency,
        });
    }),
  patience(60_000),
);

test(
  'an invoice is the sum of its lines, and what it takes from the card and the balance is its total',
  () =>
    inLife(15, (_, { invoices }) => {
      for (const invoice of invoices) {
        const lines: Body[] = invoice.lines.data;
        expect(invoice.subtotal).toBe(sum(lines.map(({ amount }) => amount)));
        expect(invoice.total).toBe(sum(lines.map(netOf)));
        expect(invoice.amount_paid + invoice.amount_remaining).toBe(invoice.amount_due);
        expect(invoice.amount_due).toBeGreaterThanOrEqual(0);
        if (invoice.status === 'draft') continue;
        expect(invoice.ending_balance - invoice.starting_balance).toBe(invoice.total - invoice.amount_due);
      }
    }),
  patience(60_000),
);

test(
  'a customer’s balance is what was put there and what invoices moved',
  () =>
    fc.assert(
      fc.asyncProperty(aLife, async (life) => {
        const played = await new PlayedLife(life).play();
        const { invoices } = await booksOf(played);
        const moved = invoices.map(
          (invoice) => (invoice.ending_balance ?? invoice.starting_balance) - invoice.starting_balance,
        );
        const { balance } = await played.account.made('GET', `/v1/customers/${played.customer}`);
        expect(balance).toBe(played.givenBalance + sum(moved));
      }),
      runs(15),
    ),
  patience(60_000),
);

test(
  'what invoices say was paid is what cards were charged',
  () =>
    fc.assert(
      fc.asyncProperty(aLife, async (life) => {
        const played = await new PlayedLife(life).play();
        const { invoices } = await booksOf(played);
        const charges = await played.account.all('/v1/charges', { customer: played.customer });
        const taken = charges.filter(({ status }) => status === 'succeeded').map(({ amount }) => amount);
        expect(sum(taken)).toBe(sum(invoices.map(({ amount_paid }) => amount_paid)));
      }),
      runs(10),
    ),
  patience(60_000),
);
