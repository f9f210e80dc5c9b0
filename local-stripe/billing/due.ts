import type { Subscription } from '../records';

/** Seconds after which a first payment that was never made is given up. */
const INCOMPLETE_FOR = 23 * 3600;

/** When time alone next changes this subscription (Unix seconds): null when it never does. */
export function dueAt(subscription: Subscription): number | null {
  const { status, cancel_at, items } = subscription;
  if (status === 'canceled' || status === 'incomplete_expired') return null;
  if (status === 'incomplete') return subscription.created + INCOMPLETE_FOR;
  const moments = cancel_at === null ? [] : [cancel_at];
  if (status !== 'paused') moments.push(...items.data.map((item) => item.current_period_end));
  return moments.length === 0 ? null : Math.min(...moments);
}

/** Which subscription is due first. Entries that are no longer true are dropped when they come up. */
export class DueQueue {
  /** A binary heap, earliest first. */
  readonly #heap: Array<readonly [at: number, id: string]> = [];

  add(at: number, id: string): void {
    this.#heap.push([at, id]);
    let child = this.#heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (this.#at(parent) <= this.#at(child)) break;
      this.#swap(parent, child);
      child = parent;
    }
  }

  /** Takes out the earliest entry that is due at `until`. */
  take(until: number): readonly [at: number, id: string] | undefined {
    const [first] = this.#heap;
    if (!first || first[0] > until) return undefined;
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #sink(): void {
    let parent = 0;
    for (;;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const least = this.#at(right) < this.#at(left) ? right : left;
      if (this.#at(least) >= this.#at(parent)) return;
      this.#swap(parent, least);
      parent = least;
    }
  }

  #at(index: number): number {
    return this.#heap[index]?.[0] ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (!first || !second) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }
}
