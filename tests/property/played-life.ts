import { addMonths } from '@/lib/calendar';
import { boundary, whole, windowAt, worthOf } from './calendar-value';
import { cut, type Expected } from './item-books';
import { type Behavior, DAY, type Life, PRICES, type Step } from './life';
import { type Body, type Params, StripeAccount } from './stripe-client';

/**
 * Plays a life against a fresh account and keeps the books on its own: which time was charged for at which price. A
 * refused step has to leave everything as it was.
 */
export class PlayedLife {
  readonly account = new StripeAccount();
  readonly expected = new Map<string, Expected>();
  customer = '';
  subscription: Body;
  /** What the balance was set to by hand, less what it was. */
  givenBalance = 0;
  #now = 0;
  #anchor = 0;
  #trialEnd: number | null = null;
  #ends = false;
  #over = false;
  #discount: { percent: number; until: number } = { percent: 0, until: Infinity };
  #prices: string[] = [];

  constructor(readonly life: Life) {}

  async play(): Promise<this> {
    await this.#begin();
    for (const each of this.life.steps) if (!this.#over) await this.#step(each);
    this.subscription = await this.account.made('GET', `/v1/subscriptions/${this.subscription.id}`);
    return this;
  }

  async #begin(): Promise<void> {
    const { account, life } = this;
    this.#now = life.start;
    await account.setClock(life.start);
    for (const [i, { unit, interval }] of PRICES.entries()) {
      const made = await account.made('POST', '/v1/prices', {
        product_data: { name: `Product ${i}` },
        currency: 'usd',
        unit_amount: unit,
        recurring: { interval },
      });
      this.#prices.push(made.id);
    }
    const customer = await account.made('POST', '/v1/customers', { payment_method: 'pm_card_visa' });
    this.customer = customer.id;
    const [method] = await account.all(`/v1/customers/${this.customer}/payment_methods`);
    await account.made('POST', `/v1/customers/${this.customer}`, {
      invoice_settings: { default_payment_method: method.id },
    });
    this.subscription = await account.made('POST', '/v1/subscriptions', {
      customer: this.customer,
      items: [{ price: this.#price(life.price), quantity: life.quantity }],
      billing_mode: { type: life.billing },
      ...(life.trialDays !== null && { trial_period_days: life.trialDays }),
    });
    const { interval } = PRICES[life.price] ?? PRICES[0];
    this.#trialEnd = life.trialDays === null ? null : life.start + life.trialDays * DAY;
    this.#anchor = this.#trialEnd ?? life.start;
    const item: Expected = {
      price: life.price,
      quantity: life.quantity,
      interval,
      periodEnd: 0,
      charged: [],
    };
    item.periodEnd = this.#trialEnd ?? boundary(this.#anchor, interval, 1);
    if (this.#trialEnd === null) this.#charge(item, life.start, item.periodEnd);
    this.expected.set(this.subscription.items.data[0].id, item);
  }

  async #step(given: Step): Promise<void> {
    const [[first, item] = [], ...others] = [...this.expected].filter(([, each]) => !each.removed);
    if (first === undefined || item === undefined) return;
    if (given.kind === 'wait') return this.#wait(given.seconds);
    if (given.kind === 'balance') return this.#setBalance(given.amount);
    if (given.kind === 'cancel') {
      await this.#accepted('DELETE', { prorate: given.prorate });
      this.#over = true;
      if (given.prorate) for (const each of this.expected.values()) cut(each, this.#now);
      return;
    }
    if (given.kind === 'discount') return this.#setDiscount(given.percent, given.months);
    if (given.kind === 'end at period end') {
      if (others.length > 0) return; // several periods: which one ends it is another rule
      if (await this.#accepted('POST', { cancel_at_period_end: given.ends })) this.#ends = given.ends;
      return;
    }
    // A fixed end and a moved period are a matter of their own.
    if (this.#ends) return;
    if (given.kind === 'anchor') {
      if (this.#trialing() || (this.life.billing === 'classic' && given.behavior === 'none')) return;
      const { behavior } = given;
      const form = { billing_cycle_anchor: { type: 'now' }, proration_behavior: behavior };
      if (!(await this.#accepted('POST', form))) return;
      this.#anchor = this.#now;
      for (const each of this.expected.values()) this.#renewHere(each, behavior);
      return;
    }
    if (this.life.billing === 'classic' && given.behavior === 'none') return; // see the tests: it credits today's price
    if (given.kind === 'change') return this.#change(first, item, given, others.length > 0);
    if (given.kind === 'add') return this.#add(item, given);
    if (given.kind === 'remove' && others.length > 0) return this.#remove(first, item, given.behavior);
  }

  async #change(
    id: string,
    item: Expected,
    { price, quantity, behavior }: { price: number; quantity: number; behavior: Behavior },
    several: boolean,
  ): Promise<void> {
    const { interval } = PRICES[price] ?? PRICES[0];
    const switches = interval !== item.interval;
    if (switches && several) return; // the others' periods are a rule of their own
    const form = { items: [{ id, price: this.#price(price), quantity }], proration_behavior: behavior };
    if (!(await this.#accepted('POST', form))) return;
    const unchanged = item.price === price && item.quantity === quantity;
    Object.assign(item, { price, quantity, interval });
    if (this.#trialing() || unchanged) return;
    if (switches && this.life.billing === 'classic') {
      this.#anchor = this.#now;
      this.#renewHere(item, behavior);
      return;
    }
    if (behavior === 'none') return;
    cut(item, this.#now);
    if (switches) item.periodEnd = windowAt(this.#anchor, interval, this.#now).end;
    this.#charge(item, this.#now, item.periodEnd);
  }

  async #add(
    like: Expected,
    { price, quantity, behavior }: { price: number; quantity: number; behavior: Behavior },
  ): Promise<void> {
    const { interval } = PRICES[price] ?? PRICES[0];
    if (interval !== like.interval) return;
    const form = { items: [{ price: this.#price(price), quantity }], proration_behavior: behavior };
    const after = await this.#accepted('POST', form);
    if (!after) return;
    const added = after.items.data.find((each: Body) => !this.expected.has(each.id));
    const item: Expected = { price, quantity, interval, periodEnd: like.periodEnd, charged: [] };
    this.expected.set(added.id, item);
    if (behavior !== 'none' && !this.#trialing()) this.#charge(item, this.#now, item.periodEnd);
  }

  async #remove(id: string, item: Expected, behavior: Behavior): Promise<void> {
    if (!(await this.#accepted('POST', { items: [{ id, deleted: true }], proration_behavior: behavior })))
      return;
    if (behavior !== 'none') cut(item, this.#now);
    item.removed = true;
  }

  async #setDiscount(percent: number, months: number | null): Promise<void> {
    if (this.life.billing === 'classic') return; // there a credit follows today's discounts
    let discounts: Params | null = null;
    if (percent > 0) {
      const coupon = await this.account.made('POST', '/v1/coupons', {
        percent_off: percent,
        duration: months === null ? 'forever' : 'repeating',
        ...(months !== null && { duration_in_months: months }),
      });
      discounts = { 0: { coupon: coupon.id } };
    }
    if (!(await this.#accepted('POST', { discounts }))) return;
    const until = months === null ? Infinity : addMonths(new Date(this.#now * 1000), months).getTime() / 1000;
    this.#discount = { percent, until };
  }

  async #setBalance(balance: number): Promise<void> {
    const before = await this.account.made('GET', `/v1/customers/${this.customer}`);
    await this.account.made('POST', `/v1/customers/${this.customer}`, { balance });
    this.givenBalance += balance - before.balance;
  }

  async #wait(seconds: number): Promise<void> {
    const until = this.#now + seconds;
    for (;;) {
      const live = [...this.expected.values()].filter((each) => !each.removed);
      const next = Math.min(...live.map((each) => each.periodEnd));
      if (next > until || this.#over) break;
      if (this.#ends) {
        this.#over = true;
        break;
      }
      this.#now = next;
      const due = live.filter((each) => each.periodEnd === next);
      // An interval changed without proration: its first period is a whole one, from where the paid one ends.
      if (due.some(({ interval }) => windowAt(this.#anchor, interval, next).start !== next))
        this.#anchor = next;
      for (const item of due) {
        item.periodEnd = windowAt(this.#anchor, item.interval, next).end;
        this.#charge(item, next, item.periodEnd);
      }
    }
    this.#now = until;
    await this.account.setClock(until);
  }

  /** A whole new period from now on; what was charged for later is given back, unless nothing is. */
  #renewHere(item: Expected, behavior: Behavior): void {
    if (item.removed) return;
    if (behavior !== 'none') cut(item, this.#now);
    // Charged twice, as was asked for; nothing gives it back later either.
    item.charged = item.charged.map((stretch) => ({ ...stretch, forGood: true }));
    item.periodEnd = boundary(this.#now, item.interval, 1);
    this.#charge(item, this.#now, item.periodEnd);
  }

  #charge(item: Expected, from: number, to: number): void {
    const gross = (PRICES[item.price]?.unit ?? 0) * item.quantity;
    const percent = this.#now < this.#discount.until ? this.#discount.percent : 0;
    const price = gross - whole((gross * percent) / 100);
    const stretch = { from, to, price, anchor: this.#anchor, interval: item.interval };
    const several = windowAt(this.#anchor, item.interval, from).end < to;
    item.charged.push(several ? { ...stretch, price: worthOf(stretch), seconds: to - from } : stretch);
  }

  #trialing(): boolean {
    return this.#trialEnd !== null && this.#now < this.#trialEnd;
  }

  #price(index: number): string {
    return this.#prices[index] ?? '';
  }

  /** The subscription as answered, or null when it was refused and nothing changed. */
  async #accepted(method: 'POST' | 'DELETE', form: Params): Promise<Body | null> {
    const path = `/v1/subscriptions/${this.subscription.id}`;
    const before = await this.account.made('GET', path);
    const { status, body } = await this.account.call(method, path, form);
    if (status === 200) return body;
    const after = await this.account.made('GET', path);
    if (JSON.stringify(after) !== JSON.stringify(before))
      throw new Error(
        `${method} ${JSON.stringify(form)} was refused (${body.error.message}) and still changed something`,
      );
    return null;
  }
}
