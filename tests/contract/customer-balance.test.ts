import { expect } from 'vitest';
import { aCatalogue, aSubscriber, DECEMBER_1, NOVEMBER_1 } from '../factories';
import { anAccount, onFrozenClock } from './stripe-under-test';

/** On Pro, then down to Starter at half of November: 4900/2 comes back, 1500/2 is charged. */
async function aDowngraded() {
  const { stripe } = anAccount();
  const { starter, pro } = await aCatalogue(stripe);
  const ada = await aSubscriber(stripe, { price: pro.month, since: NOVEMBER_1, renews: DECEMBER_1 });
  const change = async (price: string) =>
    (
      await stripe.subscriptions.update(ada.subscription, {
        items: [{ id: ada.item, price }],
        proration_behavior: 'always_invoice',
        expand: ['latest_invoice'],
      })
    ).latest_invoice;
  return { stripe, pro, ada, change, invoice: await change(starter.month) };
}

const balanceOf = async ({ stripe, ada }: Awaited<ReturnType<typeof aDowngraded>>) =>
  stripe.customers.retrieve(ada.customer);

onFrozenClock('a credit that is left over goes to the customer’s balance, not back to the card', async () => {
  const downgraded = await aDowngraded();
  expect(downgraded.invoice).toMatchObject({ status: 'paid', total: -1700, amount_due: 0, amount_paid: 0 });
  expect(await balanceOf(downgraded)).toMatchObject({ balance: -1700 });
});

onFrozenClock('the balance pays the next invoice before the card does', async () => {
  const downgraded = await aDowngraded();
  expect(await downgraded.change(downgraded.pro.month)).toMatchObject({
    total: 1700,
    starting_balance: -1700,
    ending_balance: 0,
    amount_due: 0,
    amount_paid: 0,
    status: 'paid',
  });
  expect(await balanceOf(downgraded)).toMatchObject({ balance: 0 });
});

onFrozenClock('a preview shows what the balance leaves to pay', async () => {
  const { stripe, ada } = await aDowngraded();
  // Starter's December is 1500; 200 of the balance stays
  expect(await stripe.invoices.createPreview({ subscription: ada.subscription })).toMatchObject({
    total: 1500,
    starting_balance: -1700,
    amount_due: 0,
  });
});
