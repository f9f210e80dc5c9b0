import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMonths, formatDate } from '@/lib/calendar';
import { after, periodAround } from '../../local-stripe/billing/calendar';
import { runs } from './runs';

/** A moment from 2000 to 2099, in Unix seconds. */
const moment = fc.integer({ min: 946_684_800, max: 4_102_444_799 });
const recurring = fc.record({
  interval: fc.constantFrom('day', 'week', 'month', 'year'),
  interval_count: fc.integer({ min: 1, max: 3 }),
});

test('months are counted from the anchor: the day is the anchor’s, or the last of a shorter month', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: -300, max: 400 }), (unix, months) => {
      const [from, to] = [new Date(unix * 1000), addMonths(new Date(unix * 1000), months)];
      const distance =
        (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
      expect(distance).toBe(months);
      expect(to.getTime() % 86_400_000).toBe(from.getTime() % 86_400_000);
      const tomorrow = new Date(to.getTime() + 86_400_000);
      if (to.getUTCDate() !== from.getUTCDate()) {
        expect(to.getUTCDate()).toBeLessThan(from.getUTCDate());
        expect(tomorrow.getUTCDate()).toBe(1);
      }
    }),
    runs(500),
  );
});

test('the app and the local Stripe find the same end of a month, each with its own calendar', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: -40, max: 400 }), (unix, count) => {
      expect(after(unix, { interval: 'month', interval_count: 1 }, count)).toBe(
        addMonths(new Date(unix * 1000), count).getTime() / 1000,
      );
    }),
    runs(500),
  );
});

test('billing periods follow each other without a gap or an overlap, and hold the moment asked for', () => {
  fc.assert(
    fc.property(moment, moment, recurring, (anchor, asked, every) => {
      const { start, end } = periodAround(anchor, every, asked);
      expect(start).toBeLessThanOrEqual(asked);
      expect(end).toBeGreaterThan(asked);
      expect(periodAround(anchor, every, end).start).toBe(end);
      expect(periodAround(anchor, every, start - 1).end).toBe(start);
    }),
    runs(300),
  );
});

test('a printed date is that of the moment in UTC', () => {
  fc.assert(
    fc.property(moment, (unix) => {
      const printed = Date.parse(`${formatDate(unix)} UTC`) / 1000;
      expect(printed).toBe(unix - (unix % 86_400));
    }),
    runs(300),
  );
});
