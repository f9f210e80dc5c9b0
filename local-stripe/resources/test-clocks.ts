import type { Account } from '../account';
import { DAY } from '../billing/calendar';
import { advance } from '../billing/test-clock';
import { endpoint } from '../endpoint';
import type { TestClock } from '../records';
import { notFound } from '../wire/errors';
import { page, pagination } from '../wire/list';
import { required, string, timestamp } from '../wire/params';
import { deleteCustomer } from './customers';

const PATH = '/v1/test_helpers/test_clocks';
const DELETED_AFTER = 30 * DAY;

function requireClock(account: Account, id: string): TestClock {
  const clock = account.store.get('testClocks', id);
  if (!clock) throw notFound('test clock', id);
  return clock;
}

export const testClocks = [
  endpoint(
    'POST',
    PATH,
    { frozen_time: required(timestamp({ min: 0 })), name: string(300) },
    (account, { frozen_time, name }) => {
      const clock = account.store.put('testClocks', {
        id: account.ids.next('clock'),
        object: 'test_helpers.test_clock',
        created: account.now(),
        deletes_after: account.now() + DELETED_AFTER,
        frozen_time,
        livemode: false,
        name: name ?? null,
        status: 'ready',
        status_details: {},
      });
      account.emit('test_helpers.test_clock.created', clock);
      return clock;
    },
  ),
  endpoint('GET', PATH, pagination, (account, params) => page(account, 'testClocks', { url: PATH, params })),
  endpoint('GET', `${PATH}/:id`, {}, (account, _, { id = '' }) => requireClock(account, id)),
  endpoint(
    'POST',
    `${PATH}/:id/advance`,
    { frozen_time: required(timestamp({ min: 0 })) },
    (account, { frozen_time }, { id = '' }) => advance(account, requireClock(account, id), frozen_time),
  ),
  endpoint('DELETE', `${PATH}/:id`, {}, (account, _, { id = '' }) => {
    const clock = requireClock(account, id);
    for (const customer of account.store.by('customers', 'test_clock', id)) deleteCustomer(account, customer);
    account.store.remove('testClocks', id);
    account.emit('test_helpers.test_clock.deleted', clock);
    return { id, object: 'test_helpers.test_clock', deleted: true };
  }),
];
