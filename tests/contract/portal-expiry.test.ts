import { expect } from 'vitest';
import { NOVEMBER_16, onlyItem } from '../factories';
import { aConfirmLink, aStage, confirm, visit } from './portal-page';
import { localOnly, setClock } from './stripe-under-test';

const FIVE_MINUTES = 300;
const ONE_HOUR = 3600;

localOnly('a link never visited works for five minutes', async () => {
  const stage = await aStage();
  const url = await aConfirmLink(stage, { price: stage.catalogue.pro.month });
  await setClock(stage, NOVEMBER_16 + FIVE_MINUTES - 1);
  expect((await visit(url)).postForms).toHaveLength(1);
});

localOnly('a link first visited after five minutes has expired', async () => {
  const stage = await aStage();
  const url = await aConfirmLink(stage, { price: stage.catalogue.pro.month });
  await setClock(stage, NOVEMBER_16 + FIVE_MINUTES + 1);
  const page = await visit(url);
  expect(page.text).toMatch(/expired/i);
  expect(page.postForms).toEqual([]);
});

localOnly('a visited link lives for an hour after the last visit', async () => {
  const stage = await aStage();
  const url = await aConfirmLink(stage, { price: stage.catalogue.pro.month });
  await visit(url);
  await setClock(stage, NOVEMBER_16 + ONE_HOUR - 1);
  expect((await visit(url)).postForms).toHaveLength(1);
  await setClock(stage, NOVEMBER_16 + 2 * ONE_HOUR - 2);
  expect((await visit(url)).postForms).toHaveLength(1);
});

localOnly('a link idle for more than an hour has expired, for a press as well', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const url = await aConfirmLink(stage, { price: catalogue.pro.month });
  const page = await visit(url);
  await setClock(stage, NOVEMBER_16 + ONE_HOUR + 1);
  expect((await confirm(page)).text).toMatch(/expired/i);
  expect((await visit(url)).text).toMatch(/expired/i);
  expect(onlyItem(await stripe.subscriptions.retrieve(ada.subscription)).price.id).toBe(
    catalogue.starter.month,
  );
});
