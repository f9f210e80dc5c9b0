import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aPromotionCode } from '../factories';
import { enterCard } from './portal-card';
import { aFlowStage, type FlowStage } from './portal-flow';
import { confirm as confirmPage, leadsTo, type Page, submit, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

type FlowData = Stripe.BillingPortal.SessionCreateParams.FlowData;

/** Ada reads Japanese, which has no Latin letters: any other word in them was left in English. */
async function aJapaneseStage(): Promise<FlowStage> {
  const stage = await aFlowStage({
    features: {
      customer_update: {
        enabled: true,
        allowed_updates: ['email', 'name', 'address', 'phone', 'shipping', 'tax_id'],
      },
      subscription_pause: { enabled: true },
      subscription_cancel: {
        enabled: true,
        mode: 'at_period_end',
        cancellation_reason: { enabled: true, options: ['too_expensive', 'unused', 'other'] },
      },
    },
  });
  await stage.stripe.customers.update(stage.ada.customer, { preferred_locales: ['ja'] });
  return stage;
}

const aLink = async (
  { stripe, ada, configuration }: FlowStage,
  flow?: FlowData,
  customer = ada.customer,
): Promise<string> => {
  const session = await stripe.billingPortal.sessions.create({
    customer,
    configuration,
    return_url: 'https://example.com/account',
    ...(flow && { flow_data: flow }),
  });
  return session.url;
};

/** Names, codes, numbers' letters and trademarks: the same in every language. */
const NAMES =
  /acct_[0-9a-f]+|Ada|Lovelace|Byron|Pro\b|Starter|Visa|Mastercard|American Express|Stripe|PDF|CVC|SPRING25|NOPE|ada@example\.com|name@example\.com|[A-Z0-9]{8}-\d{4}|SW1Y 4JH/g;

/** Words in Latin letters that stand on a page, attributes that people hear included; codes of tax ids are codes. */
function latinWords(page: Page): string[] {
  const heard = [...page.html.matchAll(/\b(?:aria-label|alt|placeholder|title)="([^"]*)"/g)].map(
    ([, text]) => text,
  );
  const withoutTaxTypes = page.html.replace(/<select id="tax_type"[\s\S]*?<\/select>/, '');
  const text = withoutTaxTypes
    .replace(/<style>[\s\S]*?<\/style>/, ' ')
    .replace(/<[^>]+>/g, ' ')
    .concat(' ', heard.join(' '));
  return text.replace(NAMES, ' ').match(/[A-Za-z]{2,}/g) ?? [];
}

function expectJapanese(page: Page): void {
  expect(page.html).toContain('<html lang="ja"');
  expect(latinWords(page)).toEqual([]);
}

localOnly('the pages of a card and of the billing information have no English word', async () => {
  const stage = await aJapaneseStage();
  const card = await aLink(stage, { type: 'payment_method_update' });
  expectJapanese(await visit(card));
  expectJapanese(await submit(await visit(card), { number: '1', cvc: '1', expiry: '99' }));
  for (const number of ['4000000000000002', '4000000000009995', '4000000000000127', '4000000000000119'])
    expectJapanese(await visit(new URL(leadsTo(await enterCard(await visit(card), number)), card).href));
  const asked = await enterCard(await visit(card), '4000002500003155');
  expectJapanese(await visit(leadsTo(asked)));
  await enterCard(await visit(card), '5555555555554444');
  const billing = await aLink(stage, { type: 'customer_update' });
  expectJapanese(await visit(billing));
  expectJapanese(await submit(await visit(billing), { email: 'x', phone: 'x', tax_value: '1' }));
});

localOnly('the pages of a plan have no English word', async () => {
  const stage = await aJapaneseStage();
  const { stripe, ada, catalogue } = stage;
  const { subscription } = ada;
  await aPromotionCode(stripe);
  const choose = await aLink(stage, { type: 'subscription_update', subscription_update: { subscription } });
  expectJapanese(await visit(choose));
  for (const query of [
    `price=${catalogue.pro.month}&code=NOPE`,
    `price=${catalogue.pro.month}&code=SPRING25`,
    `price=${catalogue.pro.year}&quantity=3`,
    `price=${catalogue.starter.month}&quantity=0`,
    `price=${catalogue.starter.month}`,
  ])
    expectJapanese(await visit(`${choose}?step=confirm&${query}`));
  const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'once', name: 'SPRING25' });
  const cancel = await aLink(stage, {
    type: 'subscription_cancel',
    subscription_cancel: { subscription, retention: { type: 'coupon_offer', coupon_offer: { coupon } } },
  });
  expectJapanese(await visit(cancel));
  expectJapanese(await visit(`${cancel}?step=offer`));
  const pause = await aLink(stage, { type: 'subscription_pause', subscription_pause: { subscription } });
  expectJapanese(await visit(pause));
  const home = await aLink(stage);
  expectJapanese(await visit(home));
  await submit(await visit(`${cancel}?step=offer`), { choice: 'leave' });
  expectJapanese(await visit(cancel));
  await submit(await visit(cancel), { choice: 'skip' });
  expectJapanese(await visit(cancel));
  expectJapanese(await visit(home));
  expectJapanese(await visit(`${home}/renew/${subscription}`));
  expectJapanese(await visit(choose));
});

localOnly('a change, its invoice, its refusal and its confirmation have no English word', async () => {
  const stage = await aJapaneseStage();
  const { stripe, ada, catalogue } = stage;
  const confirm: FlowData = {
    type: 'subscription_update_confirm',
    subscription_update_confirm: {
      subscription: ada.subscription,
      items: [{ id: ada.item, price: catalogue.pro.month, quantity: 2 }],
    },
  };
  const url = await aLink(stage, confirm);
  const before = await visit(url);
  expectJapanese(before);
  await stripe.paymentMethods.detach(ada.paymentMethod);
  expectJapanese(await confirmPage(before));
  expectJapanese(await visit(url));
  await enterCard(await visit(url), '4000000000000341');
  expectJapanese(await visit(url));
  await enterCard(await visit(url), '4242424242424242');
  expectJapanese(await visit(url));
  const { data } = await stripe.invoices.list({ customer: ada.customer });
  for (const { hosted_invoice_url } of data) expectJapanese(await visit(String(hosted_invoice_url)));
});

localOnly('Checkout has no English word', async () => {
  const { stripe, catalogue } = await aJapaneseStage();
  const { url } = await stripe.checkout.sessions.create({
    mode: 'subscription',
    locale: 'ja',
    line_items: [{ price: catalogue.pro.month, quantity: 2, adjustable_quantity: { enabled: true } }],
    allow_promotion_codes: true,
    success_url: 'https://example.com/welcome',
    cancel_url: 'https://example.com/pricing',
  });
  const page = String(url);
  expectJapanese(await visit(page));
  const ada = { do: 'pay', email: 'ada@example.com', name: 'Ada', expiry: '08/29', cvc: '123' };
  for (const number of ['', '1', '4000000000000002', '4000000000009995']) {
    await submit(await visit(page), { ...ada, number });
    expectJapanese(await visit(page));
  }
  await submit(await visit(page), { do: 'apply', code: 'NOPE' });
  expectJapanese(await visit(page));
  await submit(await visit(page), { do: 'quantity_0', quantity_0: '100' });
  expectJapanese(await visit(page));
});

localOnly('nor has a single payment, with an address and a phone number', async () => {
  const { stripe } = await aJapaneseStage();
  const price_data = { currency: 'eur', product_data: { name: 'Pro' } };
  for (const unit_amount of [1500, 0]) {
    const { url } = await stripe.checkout.sessions.create({
      mode: 'payment',
      locale: 'ja',
      line_items: [{ price_data: { ...price_data, unit_amount }, quantity: 2 }],
      billing_address_collection: 'required',
      phone_number_collection: { enabled: true },
      payment_intent_data: { setup_future_usage: 'off_session' },
      success_url: 'https://example.com/welcome',
      cancel_url: 'https://example.com/pricing',
    });
    const page = String(url);
    expectJapanese(await visit(page));
    const ada = { do: 'pay', email: 'ada@example.com' };
    const tries: Record<string, string>[] = [{}, { phone: '1234' }, { phone: '1234', line1: '1' }];
    for (const given of tries) {
      await submit(await visit(page), { ...ada, ...given });
      expectJapanese(await visit(page));
    }
  }
});

localOnly('what was done in English is told in the language it is read in', async () => {
  const stage = await aJapaneseStage();
  const { stripe, ada, configuration } = stage;
  const { subscription } = ada;
  await stripe.billingPortal.configurations.update(configuration, {
    features: {
      subscription_cancel: { enabled: true, cancellation_reason: { enabled: false, options: [] } },
    },
  });
  const pressed = async (url: string, fields: Record<string, string>, lands = url) => {
    await stripe.customers.update(ada.customer, { preferred_locales: ['en'] });
    await submit(await visit(url), fields);
    await stripe.customers.update(ada.customer, { preferred_locales: ['ja'] });
    const page = await visit(lands);
    expectJapanese(page);
    return page.text;
  };
  const card = await aLink(stage, { type: 'payment_method_update' });
  expect(await pressed(card, { ...A_CARD, number: '5555555555554444' })).toContain('4444');
  const billing = await aLink(stage, { type: 'customer_update' });
  expect(await pressed(billing, { line1: '12', city: 'Ada', country: 'GB' })).toContain('イギリス');
  const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'once', name: 'SPRING25' });
  const retention = { type: 'coupon_offer' as const, coupon_offer: { coupon } };
  const stay = await aLink(stage, {
    type: 'subscription_cancel',
    subscription_cancel: { subscription, retention },
  });
  expect(await pressed(`${stay}?step=offer`, { choice: 'stay' }, stay)).toContain('50%');
  const cancel = await aLink(stage, { type: 'subscription_cancel', subscription_cancel: { subscription } });
  expect(await pressed(cancel, {})).toContain('2026年12月1日');
  const home = await aLink(stage);
  const spare = await stripe.paymentMethods.attach('pm_card_amex', { customer: ada.customer });
  expect(await pressed(`${home}/renew/${subscription}`, {}, home)).toContain('Starter');
  for (const [path, fields] of [
    [`payment_method_remove/${spare.id}`, {}],
    ['payment_method_update', { ...A_CARD, number: '4242424242424242' }],
    [`subscription_pause/${subscription}`, {}],
  ] as const)
    expect(await pressed(`${home}/${path}`, fields, home)).toContain('Ada');
});

const A_CARD = {
  expiry: '08 / 29',
  cvc: '123',
  name: 'Ada Byron',
  country: 'GB',
  postalCode: 'SW1Y 4JH',
};
