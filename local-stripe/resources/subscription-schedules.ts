import type { Account } from '../account';
import { releaseSchedule } from '../billing/schedule';
import { endpoint } from '../endpoint';
import type { SubscriptionSchedule } from '../records';
import { invalid, notFound } from '../wire/errors';
import { page, pagination } from '../wire/list';
import { string } from '../wire/params';

function requireSchedule(account: Account, id: string): SubscriptionSchedule {
  const schedule = account.store.get('subscriptionSchedules', id);
  if (!schedule) throw notFound('subscription schedule', id, 'schedule');
  return schedule;
}

export const subscriptionSchedules = [
  endpoint('GET', '/v1/subscription_schedules', { ...pagination, customer: string() }, (account, params) =>
    page(account, 'subscriptionSchedules', {
      url: '/v1/subscription_schedules',
      params,
      keep: (each) => params.customer === undefined || each.customer === params.customer,
    }),
  ),
  endpoint('GET', '/v1/subscription_schedules/:id', {}, (account, _, { id = '' }) =>
    requireSchedule(account, id),
  ),
  endpoint('POST', '/v1/subscription_schedules/:id/release', {}, (account, _, { id = '' }) => {
    const schedule = requireSchedule(account, id);
    if (schedule.status !== 'active')
      throw invalid(
        `You cannot release a subscription schedule that is currently in the \`${schedule.status}\` status.`,
      );
    return releaseSchedule(account, schedule);
  }),
];
