import { FROZEN_NOW } from '../rig/frozen-now';
import type { Operation } from './operations';
import { type Body, type Params, StripeAccount } from './stripe-client';

const CARDS = [
  'pm_card_visa',
  'pm_card_mastercard',
  'pm_card_chargeCustomerFail',
  'pm_card_authenticationRequired',
];
const DAY = 86_400;

/** Lists that together hold everything an account has, but for what belongs to a customer. */
export const LISTS: ReadonlyArray<readonly [path: string, params: Params]> = [
  ['/v1/customers', {}],
  ['/v1/products', {}],
  ['/v1/prices', {}],
  ['/v1/coupons', {}],
  ['/v1/promotion_codes', {}],
  ['/v1/subscriptions', { status: 'all' }],
  ['/v1/subscription_schedules', {}],
  ['/v1/invoices', {}],
  ['/v1/payment_intents', {}],
  ['/v1/charges', {}],
  ['/v1/billing_portal/configurations', {}],
  ['/v1/webhook_endpoints', {}],
];

/** An account that random operations are played against. */
export class BusyAccount {
  readonly account = new StripeAccount();
  now = FROZEN_NOW;

  /** Two products with a price each, and a customer with a card and a subscription. */
  async begin(): Promise<this> {
    await this.account.setClock(this.now);
    for (const [kind, a] of [
      ['product', 0],
      ['product', 1],
      ['price', 2],
      ['price', 5],
      ['customer', 0],
      ['card', 0],
      ['subscribe', 0],
    ] as const)
      await this.play({ kind, a, b: a });
    return this;
  }

  /** Every object by its id, as the API shows it now. */
  async objects(): Promise<Map<string, Body>> {
    const found = new Map<string, Body>();
    for (const [path, params] of LISTS)
      for (const each of await this.account.all(path, params)) found.set(each.id, each);
    for (const { id } of [...found.values()].filter(({ object }) => object === 'customer'))
      for (const each of await this.account.all(`/v1/customers/${id}/payment_methods`))
        found.set(each.id, each);
    return found;
  }

  async play({ kind, a, b }: Operation): Promise<void> {
    const request = kind === 'wait' ? null : await this.#request(kind, a, b);
    if (kind === 'wait') {
      this.now += 1 + ((a * 1009 + b) % 50) * DAY + b;
      await this.account.setClock(this.now);
    }
    if (request) await this.account.call(...request);
  }

  async #request(kind: Operation['kind'], a: number, b: number): Promise<Request | null> {
    const [customer, subscription, price] = [
      await this.#pick('/v1/customers', a),
      await this.#pick('/v1/subscriptions', a, { status: 'all' }),
      await this.#pick('/v1/prices', b),
    ];
    const at = (object: Body, tail = ''): string => `/v1/${object.object}s/${object.id}${tail}`;
    const [item] = subscription?.items.data ?? [];
    const ask: Partial<Record<Operation['kind'], () => Promise<Request | null> | Request | null>> = {
      customer: () => ['POST', '/v1/customers', { name: `Person ${a}`, email: `p${a}@example.com` }],
      'rename customer': () =>
        customer && [
          'POST',
          at(customer),
          {
            name: `Person ${b}`,
            metadata: { [`k${b % 3}`]: b % 2 ? '' : 'v' },
            balance: (b % 7) * 100 - 300,
          },
        ],
      'delete customer': () => (customer && b % 4 === 0 ? ['DELETE', at(customer), {}] : null),
      card: async () => {
        if (!customer) return null;
        const path = `/v1/payment_methods/${CARDS[b % CARDS.length]}/attach`;
        const { status, body } = await this.account.call('POST', path, { customer: customer.id });
        if (status !== 200) return null;
        return ['POST', at(customer), { invoice_settings: { default_payment_method: body.id } }];
      },
      'detach card': async () => {
        const [method] = customer
          ? await this.account.all(`/v1/customers/${customer.id}/payment_methods`)
          : [];
        return method ? ['POST', at(method, '/detach'), {}] : null;
      },
      product: () => ['POST', '/v1/products', { name: `Product ${a}` }],
      price: async () => {
        const product = await this.#pick('/v1/products', a);
        const recurring = { interval: a % 3 === 0 ? 'year' : 'month' };
        return (
          product && [
            'POST',
            '/v1/prices',
            { product: product.id, currency: 'usd', unit_amount: 500 + b, recurring },
          ]
        );
      },
      'archive price': () => price && ['POST', at(price), { active: b % 2 === 0, nickname: `Price ${b}` }],
      coupon: () => [
        'POST',
        '/v1/coupons',
        { percent_off: 1 + (a % 100), duration: b % 2 ? 'once' : 'forever', max_redemptions: 1 + (b % 3) },
      ],
      code: async () => {
        const coupon = await this.#pick('/v1/coupons', a);
        return (
          coupon && ['POST', '/v1/promotion_codes', { promotion: { type: 'coupon', coupon: coupon.id } }]
        );
      },
      'retire code': async () => {
        const code = await this.#pick('/v1/promotion_codes', a);
        return code && ['POST', at(code), { active: b % 2 === 0, metadata: { b } }];
      },
      subscribe: () =>
        customer &&
        price && ['POST', '/v1/subscriptions', { customer: customer.id, items: [{ price: price.id }] }],
      trial: () =>
        customer &&
        price && [
          'POST',
          '/v1/subscriptions',
          { customer: customer.id, items: [{ price: price.id }], trial_period_days: 1 + (b % 20) },
        ],
      'change plan': () =>
        subscription &&
        price && [
          'POST',
          at(subscription),
          { items: [{ id: item.id, price: price.id, quantity: 1 + (b % 3) }] },
        ],
      'change plan at once': () =>
        subscription &&
        price && [
          'POST',
          at(subscription),
          {
            items: [{ id: item.id, price: price.id, quantity: 1 + (a % 3) }],
            proration_behavior: 'always_invoice',
            payment_behavior: b % 2 ? 'error_if_incomplete' : 'allow_incomplete',
          },
        ],
      discount: async () => {
        const [coupon, code] = [
          await this.#pick('/v1/coupons', b),
          await this.#pick('/v1/promotion_codes', b),
        ];
        const entry = code && b % 2 ? { promotion_code: code.id } : coupon && { coupon: coupon.id };
        return subscription && ['POST', at(subscription), { discounts: entry && b % 5 ? [entry] : null }];
      },
      'add item': () =>
        subscription &&
        price && ['POST', '/v1/subscription_items', { subscription: subscription.id, price: price.id }],
      'end at period end': () =>
        subscription && ['POST', at(subscription), { cancel_at_period_end: b % 3 !== 0 }],
      'describe subscription': () =>
        subscription && ['POST', at(subscription), { description: `No. ${b}`, metadata: { b } }],
      cancel: () =>
        subscription && ['DELETE', at(subscription), { prorate: b % 2 === 0, invoice_now: b % 3 === 0 }],
      'pay invoice': async () => {
        const invoice = await this.#pick('/v1/invoices', a, { status: 'open' });
        return invoice && ['POST', at(invoice, '/pay'), b % 2 ? {} : { payment_method: 'pm_card_visa' }];
      },
      'void invoice': async () => {
        const invoice = await this.#pick('/v1/invoices', a, { status: 'open' });
        return invoice && ['POST', at(invoice, '/void'), {}];
      },
      configuration: async () => {
        const products = new Map<string, string[]>();
        for (const each of await this.account.all('/v1/prices', { active: true }))
          products.set(each.product, [...(products.get(each.product) ?? []), each.id].slice(0, 1));
        const features = {
          payment_method_update: { enabled: true },
          subscription_update: {
            enabled: true,
            default_allowed_updates: ['price', 'quantity'],
            products: [...products].map(([product, prices]) => ({ product, prices })),
            schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] },
          },
        };
        return ['POST', '/v1/billing_portal/configurations', { features }];
      },
      'downgrade in the portal': async () => {
        if (!subscription || !price) return null;
        const { status, body } = await this.account.call('POST', '/v1/billing_portal/sessions', {
          customer: subscription.customer,
          flow_data: {
            type: 'subscription_update_confirm',
            subscription_update_confirm: {
              subscription: subscription.id,
              items: [{ id: item.id, price: price.id }],
            },
          },
        });
        if (status === 200) await press(body.url);
        return null;
      },
    };
    return (await ask[kind]?.()) ?? null;
  }

  async #pick(path: string, at: number, params: Params = {}): Promise<Body | null> {
    const found = await this.account.all(path, params);
    return found[at % Math.max(1, found.length)] ?? null;
  }
}

type Request = readonly ['GET' | 'POST' | 'DELETE', string, Params];

/** Opens a portal page and presses its button. */
async function press(url: string): Promise<void> {
  const html = await (await fetch(url, { redirect: 'manual' })).text();
  const hidden = [...html.matchAll(/<input type="hidden" name="(token|shown)" value="([^"]*)"/g)];
  if (hidden.length === 0) return;
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(hidden.map(([, name = '', value = '']) => [name, value])),
    redirect: 'manual',
  });
  if (answer.status >= 500) throw new Error(`The portal page failed with ${answer.status}`);
}
