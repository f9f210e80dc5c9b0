import type { Account } from '../account';
import { endpoint } from '../endpoint';
import type { FeedbackOption } from '../records';
import { invalid, noSuch, notFound } from '../wire/errors';
import { page, pagination } from '../wire/list';
import { oneOf, required, string } from '../wire/params';

/** A description is at most 100 characters. https://docs.stripe.com/api/billing/feedback_option */
const description = string(100);

function requireOption(account: Account, id: string): FeedbackOption {
  const option = account.store.get('feedbackOptions', id);
  if (!option) throw notFound('feedback option', id);
  return option;
}

/** Refuses a feedback option that is unknown or was deactivated. */
export function refuseUnusable(account: Account, id: string, param: string): void {
  const option = account.store.get('feedbackOptions', id);
  if (!option) throw noSuch('feedback option', id, param);
  if (option.status === 'inactive')
    throw invalid(`The feedback option \`${id}\` is inactive and cannot be used.`, { param });
}

/** Reasons for a cancellation in the company's own words. */
export const feedbackOptions = [
  endpoint(
    'POST',
    '/v1/billing/feedback_options',
    { description: required(description) },
    (account, params) =>
      account.store.put('feedbackOptions', {
        id: account.ids.next('fbo'),
        object: 'billing.feedback_option',
        description: params.description,
        livemode: false,
        status: 'active',
        status_transitions: { deactivated_at: null },
      }),
  ),
  endpoint(
    'GET',
    '/v1/billing/feedback_options',
    { ...pagination, status: oneOf('active', 'inactive') },
    (account, params) =>
      page(account, 'feedbackOptions', {
        url: '/v1/billing/feedback_options',
        params,
        keep: ({ status }) => params.status === undefined || status === params.status,
      }),
  ),
  endpoint('GET', '/v1/billing/feedback_options/:id', {}, (account, _, { id = '' }) =>
    requireOption(account, id),
  ),
  endpoint('POST', '/v1/billing/feedback_options/:id', { description }, (account, params, { id = '' }) => {
    const before = requireOption(account, id);
    return account.store.put('feedbackOptions', {
      ...before,
      description: params.description ?? before.description,
    });
  }),
  endpoint('POST', '/v1/billing/feedback_options/:id/deactivate', {}, (account, _, { id = '' }) => {
    const before = requireOption(account, id);
    if (before.status === 'inactive') return before;
    return account.store.put('feedbackOptions', {
      ...before,
      status: 'inactive',
      status_transitions: { deactivated_at: account.now() },
    });
  }),
];
