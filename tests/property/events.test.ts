import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BusyAccount } from './busy-account';
import { operations } from './operations';
import { patience, runs } from './runs';
import type { Body } from './stripe-client';

/** The object that `previous_attributes` lead back to: lists stand whole in them, hashes in part, null for a new key. */
function mergedBack(object: Body, previous: Body): Body {
  if (!isHash(object) || !isHash(previous)) return previous;
  const merged = { ...object };
  for (const [key, old] of Object.entries(previous)) merged[key] = mergedBack(object[key], old);
  return merged;
}

const isHash = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Changes that no event is about. */
const QUIET: Readonly<Record<string, readonly string[]>> = {
  customer: ['next_invoice_sequence'],
  coupon: ['times_redeemed', 'valid'],
};

/** What events tell of an object: metadata that is not there is null before, and a price is shown as it is now. */
function told(object: Body): Body {
  const quiet = QUIET[object.object] ?? [];
  const loud = Object.fromEntries(Object.entries(object).filter(([name]) => !quiet.includes(name)));
  return JSON.parse(
    JSON.stringify(loud, (key, value) => {
      if (key === 'price' && isHash(value)) return value.id;
      if (key === 'plan') return undefined;
      return key === 'metadata'
        ? Object.fromEntries(Object.entries(value).filter(([, text]) => text !== null))
        : value;
    }),
  );
}

const isLast = (type: string): boolean =>
  type.endsWith('.deleted') && type !== 'customer.subscription.deleted';

async function watch(
  busy: BusyAccount,
  steps: Parameters<BusyAccount['play']>[0][],
  look: (before: Map<string, Body>, after: Map<string, Body>, events: Body[], step: Body) => void,
): Promise<void> {
  let before = await busy.objects();
  let seen = new Set((await busy.account.all('/v1/events')).map(({ id }) => id));
  for (const step of steps) {
    await busy.play(step);
    const [after, all] = [await busy.objects(), await busy.account.all('/v1/events')];
    look(before, after, all.filter(({ id }) => !seen.has(id)).reverse(), step);
    before = after;
    seen = new Set(all.map(({ id }) => id));
  }
}

test(
  'events alone tell what every object was and has become',
  () =>
    fc.assert(
      fc.asyncProperty(operations, async (steps) => {
        await watch(await new BusyAccount().begin(), [...steps], (before, after, events, step) => {
          const now = new Map(before);
          const kind = step.kind;
          for (const { type, data } of events) {
            const { object, previous_attributes } = data;
            if (object.id === undefined) continue; // an invoice to come has none
            const was = now.get(object.id);
            if (previous_attributes !== undefined && was)
              expect(told(mergedBack(object, previous_attributes)), `before ${type} in "${kind}"`).toEqual(
                told(was),
              );
            if (isLast(type)) now.delete(object.id);
            else now.set(object.id, object);
          }
          for (const [id, object] of after) {
            const last = now.get(id);
            expect(last, `${id} appeared in "${kind}" without an event`).toBeDefined();
            expect(told(object), `after "${kind}"`).toEqual(told(last));
          }
        });
      }),
      runs(12),
    ),
  patience(60_000),
);

test(
  'every id is given once',
  () =>
    fc.assert(
      fc.asyncProperty(operations, async (steps) => {
        const busy = await new BusyAccount().begin();
        for (const step of steps) await busy.play(step);
        const events = await busy.account.all('/v1/events');
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
        const created = events
          .filter(({ type }) => type.endsWith('.created'))
          .map(({ data }) => data.object.id);
        expect(new Set(created).size).toBe(created.length);
      }),
      runs(5),
    ),
  patience(60_000),
);
