import { expect } from 'vitest';
import type { Catalogue } from '../factories';
import { aPromotionCode, onlyItem } from '../factories';
import { aConfirmLink, aStage, confirm, DONE, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

type Condition = 'decreasing_item_amount' | 'shortening_interval';
type Choice = (catalogue: Catalogue) => string;

const starterMonth: Choice = ({ starter }) => starter.month;
const proMonth: Choice = ({ pro }) => pro.month;
const proYear: Choice = ({ pro }) => pro.year;

async function aConfirmedChange(condition: Condition, from: Choice, to: Choice) {
  const stage = await aStage({
    on: from,
    update: { schedule_at_period_end: { conditions: [{ type: condition }] } },
  });
  const answer = await confirm(await visit(await aConfirmLink(stage, { price: to(stage.catalogue) })));
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(DONE);
  return { ...stage, after: await stage.stripe.subscriptions.retrieve(stage.ada.subscription) };
}

localOnly.each<[string, Condition, Choice, Choice]>([
  ['a cheaper plan', 'decreasing_item_amount', proMonth, starterMonth],
  // $490 a year is less than twelve times $49
  ['a year at less per month', 'decreasing_item_amount', proMonth, proYear],
  ['a month after a year', 'shortening_interval', proYear, proMonth],
])(
  '%s waits for the period’s end where %s defers it, and nothing is charged',
  async (_what, condition, from, to) => {
    const { stripe, ada, catalogue, after } = await aConfirmedChange(condition, from, to);
    expect(onlyItem(after)).toMatchObject({ id: ada.item, price: { id: from(catalogue) } });
    expect(after.schedule).toMatch(/^sub_sched_/);
    expect(after.latest_invoice).toBe(ada.created.latest_invoice);
    const types = (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type);
    expect(types).toContain('subscription_schedule.created');
    expect(types).toContain('customer.subscription.updated');
  },
);

localOnly.each<[string, Condition, Choice, Choice]>([
  ['a dearer plan', 'decreasing_item_amount', starterMonth, proMonth],
  ['a cheaper plan with the same interval', 'shortening_interval', proMonth, starterMonth],
])('%s is not deferred by %s', async (_what, condition, from, to) => {
  const { catalogue, after } = await aConfirmedChange(condition, from, to);
  expect(onlyItem(after).price.id).toBe(to(catalogue));
  expect(after.schedule).toBeNull();
});

localOnly('the page of a deferred change says that nothing is due today', async () => {
  const stage = await aStage({
    on: proMonth,
    update: { schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] } },
  });
  const page = await visit(await aConfirmLink(stage, { price: stage.catalogue.starter.month }));
  expect(page.text).toContain('$0.00');
  expect(page.text).toMatch(/1 December 2026|December 1, 2026/);
});

localOnly('a lower quantity is deferred as a cheaper plan is', async () => {
  const stage = await aStage({
    update: { schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] } },
  });
  const { stripe, ada, catalogue } = stage;
  await stripe.subscriptions.update(ada.subscription, { items: [{ id: ada.item, quantity: 3 }] });
  const { id: promotionCode } = await aPromotionCode(stripe);
  await confirm(
    await visit(await aConfirmLink(stage, { price: catalogue.starter.month, quantity: 2, promotionCode })),
  );
  const after = await stripe.subscriptions.retrieve(ada.subscription);
  expect(onlyItem(after).quantity).toBe(3);
  expect(after.schedule).toMatch(/^sub_sched_/);
});

localOnly('another deferred change takes the place of the first', async () => {
  const stage = await aStage({
    on: proMonth,
    update: { schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] } },
  });
  const { stripe, ada, catalogue } = stage;
  const choose = async (price: string) => {
    await confirm(await visit(await aConfirmLink(stage, { price })));
    return String((await stripe.subscriptions.retrieve(ada.subscription)).schedule);
  };
  const [first, second] = [await choose(catalogue.pro.year), await choose(catalogue.starter.month)];
  expect(await stripe.subscriptionSchedules.retrieve(first)).toMatchObject({ status: 'released' });
  expect((await stripe.subscriptionSchedules.retrieve(second)).phases).toMatchObject([
    { items: [{ price: catalogue.pro.month }] },
    { items: [{ price: catalogue.starter.month }] },
  ]);
});
