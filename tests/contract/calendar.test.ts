import { expect } from 'vitest';
import { aPlan, aSubscriber } from '../factories';
import { dateOf, day } from './moments';
import { anAccount, localOnly, setClock } from './stripe-under-test';

type Every = { interval: 'day' | 'week' | 'month' | 'year'; interval_count?: number };

/** The days on which a subscription since `start` is invoiced, up to `until`. */
async function invoiceDays(start: string, until: string, recurring: Every): Promise<string[]> {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, day(start));
  const { product } = await aPlan(stripe);
  const price = await stripe.prices.create({ product, currency: 'usd', unit_amount: 1000, recurring });
  const { subscription } = await aSubscriber(stripe, { price: price.id });
  await setClock(account, day(until));
  const { data } = await stripe.invoices.list({ subscription, limit: 100 });
  return data.map(({ created }) => dateOf(created)).reverse();
}

localOnly.each<[string, string, string, Every, string[]]>([
  [
    'the 31st is clamped to each month’s last day and comes back',
    '2027-01-31',
    '2027-07-31',
    { interval: 'month' },
    ['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31', '2027-06-30', '2027-07-31'],
  ],
  [
    'in a leap year the 31st is followed by 29 February',
    '2028-01-31',
    '2028-03-31',
    { interval: 'month' },
    ['2028-01-31', '2028-02-29', '2028-03-31'],
  ],
  [
    'the 30th is clamped in February only',
    '2027-01-30',
    '2027-04-30',
    { interval: 'month' },
    ['2027-01-30', '2027-02-28', '2027-03-30', '2027-04-30'],
  ],
  [
    'yearly from 29 February: the 28th, and the 29th again in the next leap year',
    '2028-02-29',
    '2032-02-29',
    { interval: 'year' },
    ['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29'],
  ],
  [
    'every third month from 30 November',
    '2026-11-30',
    '2027-11-30',
    { interval: 'month', interval_count: 3 },
    ['2026-11-30', '2027-02-28', '2027-05-30', '2027-08-30', '2027-11-30'],
  ],
  [
    'every second week',
    '2026-12-25',
    '2027-02-05',
    { interval: 'week', interval_count: 2 },
    ['2026-12-25', '2027-01-08', '2027-01-22', '2027-02-05'],
  ],
  [
    'every tenth day, over the end of February',
    '2027-02-20',
    '2027-03-12',
    { interval: 'day', interval_count: 10 },
    ['2027-02-20', '2027-03-02', '2027-03-12'],
  ],
])('%s', async (_what, start, until, every, expected) => {
  expect(await invoiceDays(start, until, every)).toEqual(expected);
});

localOnly('a clamped month is prorated by its own seconds', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, day('2027-01-31'));
  const plan = await aPlan(stripe, { month: 2800 });
  const { subscription, item } = await aSubscriber(stripe, { price: plan.month });
  await setClock(account, day('2027-02-14'));
  await stripe.subscriptions.update(subscription, { items: [{ id: item, quantity: 2 }] });
  // 14 of the 28 days from 31 January to 28 February are left
  const preview = await stripe.invoices.createPreview({ subscription });
  expect(preview.lines.data.map(({ amount }) => amount).sort((a, b) => a - b)).toEqual([-1400, 2800, 5600]);
});
