import { endpoint } from '../endpoint';
import { eventInForm } from '../versions/older-form';
import { invalid, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { boolean, list, range, string } from '../wire/params';

const filters = {
  ...pagination,
  created: range(),
  delivery_success: boolean(),
  type: string(),
  types: list(string(), { max: 20 }),
};

/** `customer.*` stands for every type that starts with `customer.`. */
const matches = (type: string, wanted: string): boolean =>
  wanted === type || wanted === '*' || (wanted.endsWith('.*') && type.startsWith(wanted.slice(0, -1)));

export const events = [
  endpoint('GET', '/v1/events', filters, (account, params) => {
    if (params.type !== undefined && params.types !== undefined)
      throw invalid('You may pass either `type` or `types`, but not both.', { param: 'types' });
    const found = page(account, 'events', {
      url: '/v1/events',
      params,
      keep: (event) =>
        (params.type === undefined || matches(event.type, params.type)) &&
        (params.types === undefined || params.types.some((type) => matches(event.type, type ?? ''))) &&
        (params.delivery_success === undefined ||
          params.delivery_success === (event.pending_webhooks === 0)) &&
        within(event.created, params.created),
    });
    return { ...found, data: found.data.map((event) => eventInForm(account, event)) };
  }),
  endpoint('GET', '/v1/events/:id', {}, (account, _, { id = '' }) => {
    const event = account.store.get('events', id);
    if (!event) throw notFound('event', id);
    return eventInForm(account, event);
  }),
];
