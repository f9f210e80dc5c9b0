import type { WantedItem } from '../billing/change';
import type { Subscription } from '../records';
import { invalid } from '../wire/errors';
import { hash, type Infer, integer, required } from '../wire/params';

const fields = {
  day_of_month: required(integer({ min: 1, max: 31 })),
  hour: integer({ min: 0, max: 23 }),
  minute: integer({ min: 0, max: 59 }),
  month: integer({ min: 1, max: 12 }),
  second: integer({ min: 0, max: 59 }),
};

/** `billing_cycle_anchor_config`: the day on which whole periods begin. */
export const anchorConfig = hash(fields);

type Given = Infer<typeof fields>;
type Config = NonNullable<Subscription['billing_cycle_anchor_config']>;

const PARAM = 'billing_cycle_anchor_config';

export const configOf = (given: Given): Config => ({
  day_of_month: given.day_of_month,
  hour: given.hour ?? null,
  minute: given.minute ?? null,
  month: given.month ?? null,
  second: given.second ?? null,
});

/**
 * The next time that the day comes, from `from` (Unix seconds) on: in UTC, at the time of day of `from` where none is
 * given. Throws for prices that recur by the day or week.
 */
export function anchorBy(given: Given, items: readonly WantedItem[], from: number): number {
  if (items.some(({ price }) => !['month', 'year'].includes(price.recurring?.interval ?? '')))
    throw invalid('`billing_cycle_anchor_config` is only valid with monthly and yearly prices.', {
      param: PARAM,
    });
  const begin = new Date(from * 1000);
  for (let ahead = 0; ahead <= 12; ahead += 1) {
    const month = new Date(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + ahead, 1));
    if (given.month !== undefined && month.getUTCMonth() + 1 !== given.month) continue;
    const at = momentIn(month, given, begin);
    if (at >= from) return at;
  }
  throw new Error('A day of the month comes within a year');
}

/** Whole periods are counted from a day that exists: from 28 February they would not go back to the 31st. */
function momentIn(month: Date, given: Given, time: Date): number {
  const [year, index] = [month.getUTCFullYear(), month.getUTCMonth()];
  const days = new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
  if (given.day_of_month > days)
    throw invalid(
      `The local Stripe begins with a month that has the day: the next one has ${days} days, not ${given.day_of_month}.`,
      { param: `${PARAM}[day_of_month]` },
    );
  const { hour = time.getUTCHours(), minute = time.getUTCMinutes(), second = time.getUTCSeconds() } = given;
  return Date.UTC(year, index, given.day_of_month, hour, minute, second) / 1000;
}
