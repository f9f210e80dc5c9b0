import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BusyAccount, LISTS } from './busy-account';
import { operations } from './operations';
import { patience, runs } from './runs';
import type { Body, Params } from './stripe-client';

type Page = (params: Params) => Promise<Body>;

/** Walks a list to its end from `from` on, away from the newest or towards it, in pages of any size. */
async function walk(
  page: Page,
  limit: number,
  cursor: 'starting_after' | 'ending_before',
  from?: string,
): Promise<string[]> {
  const pages: string[][] = [];
  for (let at = from; ; ) {
    const { data, has_more } = await page({ limit, ...(at !== undefined && { [cursor]: at }) });
    const ids = data.map(({ id }: Body) => id);
    expect(ids.length).toBeLessThanOrEqual(limit);
    pages.push(ids);
    if (!has_more) break;
    expect(ids, 'a page of a list that goes on is full').toHaveLength(limit);
    at = cursor === 'starting_after' ? ids.at(-1) : ids[0];
  }
  return (cursor === 'starting_after' ? pages : pages.reverse()).flat();
}

test(
  'every list is complete, newest first and free of doubles, whatever the page size and the cursor',
  () =>
    fc.assert(
      fc.asyncProperty(
        operations,
        fc.integer({ min: 1, max: 7 }),
        fc.nat(1000),
        async (steps, limit, cut) => {
          const busy = await new BusyAccount().begin();
          for (const step of steps) await busy.play(step);
          const lists = [...LISTS, ['/v1/events', {}] as const];
          for (const invoice of await busy.account.all('/v1/invoices'))
            lists.push([`/v1/invoices/${invoice.id}/lines`, {}]);
          for (const { id } of await busy.account.all('/v1/subscriptions'))
            lists.push(['/v1/subscription_items', { subscription: id }]);
          for (const [path, given] of lists) {
            const page: Page = (params) => busy.account.made('GET', path, { ...given, ...params });
            const { data, has_more } = await page({ limit: 100 });
            if (has_more) continue; // more than this test walks through
            const ids: string[] = data.map(({ id }: Body) => id);
            expect(new Set(ids).size, path).toBe(ids.length);
            const times = data
              .map(({ created }: Body) => created)
              .filter((each: unknown) => typeof each === 'number');
            if (!path.endsWith('items')) expect(times, path).toEqual([...times].sort((a, b) => b - a));
            expect(await walk(page, limit, 'starting_after'), path).toEqual(ids);
            if (ids.length === 0) continue;
            const middle = cut % ids.length;
            expect(await walk(page, limit, 'starting_after', ids[middle]), path).toEqual(
              ids.slice(middle + 1),
            );
            expect(await walk(page, limit, 'ending_before', ids[middle]), path).toEqual(ids.slice(0, middle));
          }
        },
      ),
      runs(6),
    ),
  patience(60_000),
);

test(
  'a filter keeps what it names, in the order of the whole list',
  () =>
    fc.assert(
      fc.asyncProperty(operations, async (steps) => {
        const busy = await new BusyAccount().begin();
        for (const step of steps) await busy.play(step);
        const filters: ReadonlyArray<readonly [path: string, name: string, of: (each: Body) => string]> = [
          ['/v1/invoices', 'customer', (each) => each.customer],
          ['/v1/invoices', 'status', (each) => each.status],
          ['/v1/prices', 'product', (each) => each.product],
          ['/v1/prices', 'active', (each) => String(each.active)],
          ['/v1/charges', 'customer', (each) => each.customer],
          ['/v1/payment_intents', 'customer', (each) => each.customer],
          ['/v1/events', 'type', (each) => each.type],
          ['/v1/promotion_codes', 'coupon', (each) => each.promotion.coupon],
          ['/v1/customers', 'email', (each) => each.email],
        ];
        for (const [path, name, of] of filters) {
          const everything = await busy.account.all(path);
          for (const value of new Set(everything.map(of)))
            expect(await busy.account.all(path, { [name]: value }), `${path}?${name}=${value}`).toEqual(
              everything.filter((each) => of(each) === value),
            );
        }
      }),
      runs(4),
    ),
  patience(60_000),
);
