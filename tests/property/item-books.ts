import type { Interval, Stretch } from './calendar-value';

/** What the calendar says about one item: its price, its period, and all time that it was charged for. */
export type Expected = {
  price: number;
  quantity: number;
  interval: Interval;
  periodEnd: number;
  charged: Array<Stretch & { forGood?: boolean }>;
  removed?: boolean;
};

/** What was charged for time after `moment` is given back. */
export function cut(item: Expected, moment: number): void {
  item.charged = item.charged.flatMap((stretch) =>
    stretch.forGood
      ? [stretch]
      : stretch.from >= moment
        ? []
        : [{ ...stretch, to: Math.min(stretch.to, moment) }],
  );
}
