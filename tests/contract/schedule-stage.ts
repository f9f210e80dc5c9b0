import type Stripe from 'stripe';
import { aCatalogue, aCustomer, aSubscriber } from '../factories';
import { dateOf, day } from './moments';
import { anAccount, setClock } from './stripe-under-test';

const NOVEMBER_1 = day('2026-11-01');

/** A customer with a card on the 1st of November. */
export async function aScheduleStage() {
  const account = anAccount();
  await setClock(account, NOVEMBER_1);
  const catalogue = await aCatalogue(account.stripe);
  const { customer } = await aCustomer(account.stripe);
  return { account, stripe: account.stripe, catalogue, customer };
}

/** A schedule made from a subscription on Starter. */
export async function aScheduled() {
  const stage = await aScheduleStage();
  const ada = await aSubscriber(stage.stripe, { price: stage.catalogue.starter.month });
  const schedule = await stage.stripe.subscriptionSchedules.create({ from_subscription: ada.subscription });
  return { ...stage, ada, schedule };
}

/** The day and the total of each invoice, newest first. */
export const totals = async (stripe: Stripe, subscription: string) =>
  (await stripe.invoices.list({ subscription })).data.map(({ created, total }) => [dateOf(created), total]);

/** What happened to schedules, and on which day, oldest first. */
export const eventsOf = async (stripe: Stripe) =>
  (await stripe.events.list({ limit: 100 })).data
    .filter(({ type }) => type.startsWith('subscription_schedule.'))
    .map(({ type, created }) => [type.replace('subscription_schedule.', ''), dateOf(created)])
    .reverse();
