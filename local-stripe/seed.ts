import { type Account, NO_REQUEST } from './account';
import { Router } from './api/router';
import { endpoints } from './resources';
import { invalid } from './wire/errors';
import { parseForm } from './wire/form';
import { read } from './wire/params';

const router = new Router(endpoints);

const PLANS = [
  { name: 'Basic', month: 1000, year: 10000 },
  { name: 'Plus', month: 2500, year: 25000 },
];

type Made = { id: string; [field: string]: unknown };

/**
 * A small catalogue, a portal that sells it, and a customer on the smaller plan, made through the API's own
 * operations. Throws when the account has been seeded before.
 */
export function seed(account: Account): object {
  account.request = NO_REQUEST;
  return account.transaction(() => {
    if (account.store.by('prices', 'lookup_key', 'basic_month').length > 0)
      throw invalid('This account has been seeded already. POST /_local/reset empties it.');
    const plans = PLANS.map((plan) => aPlan(account, plan));
    const products = plans.map(({ product, prices }) => ({ product: product.id, prices }));
    const customer = play(account, '/v1/customers', {
      email: 'jenny.rosen@example.com',
      name: 'Jenny Rosen',
      payment_method: 'pm_card_visa',
    });
    const [method] = account.store.by('paymentMethods', 'customer', customer.id);
    play(account, `/v1/customers/${customer.id}`, {
      'invoice_settings[default_payment_method]': method?.id ?? '',
    });
    const subscription = play(account, '/v1/subscriptions', {
      customer: customer.id,
      'items[0][price]': plans[0]?.prices[0] ?? '',
    });
    const coupon = play(account, '/v1/coupons', { percent_off: '20', duration: 'once' });
    const code = play(account, '/v1/promotion_codes', {
      'promotion[type]': 'coupon',
      'promotion[coupon]': coupon.id,
      code: 'WELCOME20',
    });
    return {
      products,
      promotion_code: code.id,
      configuration: aPortal(account, products).id,
      customer: customer.id,
      subscription: subscription.id,
    };
  });
}

function aPlan(account: Account, { name, month, year }: (typeof PLANS)[number]) {
  const product = play(account, '/v1/products', { name });
  const price = (interval: string, amount: number) =>
    play(account, '/v1/prices', {
      product: product.id,
      currency: 'usd',
      unit_amount: String(amount),
      'recurring[interval]': interval,
      lookup_key: `${name.toLowerCase()}_${interval}`,
    }).id;
  return { product, prices: [price('month', month), price('year', year)] };
}

function aPortal(
  account: Account,
  products: readonly { product: string; prices: readonly string[] }[],
): Made {
  const update = 'features[subscription_update]';
  const listed = products.flatMap(({ product, prices }, i) => [
    [`${update}[products][${i}][product]`, product],
    ...prices.map((price, j) => [`${update}[products][${i}][prices][${j}]`, price]),
  ]);
  return play(account, '/v1/billing_portal/configurations', {
    'features[invoice_history][enabled]': 'true',
    'features[payment_method_update][enabled]': 'true',
    'features[subscription_cancel][enabled]': 'true',
    [`${update}[enabled]`]: 'true',
    [`${update}[default_allowed_updates][0]`]: 'price',
    [`${update}[default_allowed_updates][1]`]: 'promotion_code',
    [`${update}[proration_behavior]`]: 'always_invoice',
    ...Object.fromEntries(listed),
  });
}

/** Plays one POST as a client would send it, as a part of this transaction. */
function play(account: Account, path: string, params: Record<string, string>): Made {
  const match = router.match('POST', path);
  if (!match) throw new Error(`There is no operation POST ${path}`);
  const { endpoint } = match;
  const given = read(endpoint.params, parseForm(new URLSearchParams(params).toString()));
  return endpoint.handle(account, given as never, match.ids) as Made; // every operation played here answers an object with an id
}
