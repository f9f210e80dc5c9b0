import type { Timed } from './due';

export type Due = Readonly<{ at: number; collection: Timed; id: string }>;

/** At one moment a schedule moves on before its subscription renews, and both before an old invoice is tried again. */
const RANK: Readonly<Record<Timed, number>> = {
  subscriptionSchedules: 0,
  subscriptions: 1,
  invoices: 2,
  checkoutSessions: 3,
};

/** What is due first, on each clock of its own. Entries that are no longer true are dropped when they come up. */
export class DueQueue {
  readonly #heaps = new Map<string | null, Heap>();

  /** @param clock the test clock that the object lives by; null for the account's own time. */
  add(clock: string | null, due: Due): void {
    let heap = this.#heaps.get(clock);
    if (!heap) {
      heap = new Heap();
      this.#heaps.set(clock, heap);
    }
    heap.add(due);
  }

  /** Takes out the earliest entry of a clock that is due at `until`. */
  take(clock: string | null, until: number): Due | undefined {
    return this.#heaps.get(clock)?.take(until);
  }
}

/** A binary heap, earliest first. */
class Heap {
  readonly #entries: Due[] = [];

  add(due: Due): void {
    let child = this.#entries.push(due) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#before(child, parent)) break;
      this.#swap(parent, child);
      child = parent;
    }
  }

  take(until: number): Due | undefined {
    const [first] = this.#entries;
    if (!first || first.at > until) return undefined;
    const last = this.#entries.pop();
    if (last && this.#entries.length > 0) {
      this.#entries[0] = last;
      this.#sink();
    }
    return first;
  }

  #sink(): void {
    let parent = 0;
    for (;;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const least = this.#before(right, left) ? right : left;
      if (!this.#before(least, parent)) return;
      this.#swap(parent, least);
      parent = least;
    }
  }

  #before(a: number, b: number): boolean {
    const [first, second] = [this.#entries[a], this.#entries[b]];
    if (!first || !second) return first !== undefined;
    return first.at === second.at ? RANK[first.collection] < RANK[second.collection] : first.at < second.at;
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#entries[a], this.#entries[b]];
    if (!first || !second) return;
    this.#entries[a] = second;
    this.#entries[b] = first;
  }
}
